using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// Reads a small file by which others ask us for something: only what a user wrote who may decide here, and never anything in its place.
/// </summary>
/// <remarks>
/// Neither a link nor a second name is taken: to root's eyes both may stand for any file of the machine. What was opened is what is judged
/// and read, whatever its name stands for by then. It never waits at a pipe and never reads more than <c>largest</c> (docs/security.md).
/// </remarks>
internal static class TrustedFile
{
    private const uint Root = 0;
    private const int WritableByAll = 2; // S_IWOTH

    /// <param name="path">Of the file.</param>
    /// <param name="largest">In bytes; a larger one is refused.</param>
    /// <param name="owner">Of the folder that it is about: this user, root and we ourselves may ask.</param>
    /// <returns>All of it, or why not, to be put behind "it": "is a pipe; expected a regular file".</returns>
    public static Parsed<byte[]> Read(string path, int largest, uint? owner)
    {
        if (!BookFile.OpenToRead(path, followLinks: false).IsOk(out var open, out var why))
        {
            return Parsed.Invalid<byte[]>(why);
        }

        using var file = open;

        try
        {
            var facts = FileFacts.OfOpen(file.Number, path);

            if (WhatIsWrongWith(facts, largest, owner) is { } wrong)
            {
                return Parsed.Invalid<byte[]>(wrong);
            }

            var bytes = new byte[facts.Size];
            return BookFile.ReadAt(file, bytes, 0) is >= 0 and var count ? Parsed.Ok(bytes[..count])
                : Parsed.Invalid<byte[]>($"cannot be read: {Errno.LastText}");
        }
        catch (IOException ex)
        {
            return Parsed.Invalid<byte[]>($"cannot be read: {ex.Message.TrimEnd('.')}");
        }
    }

    private static string? WhatIsWrongWith(FileFacts facts, int largest, uint? owner) =>
        facts.User != Root && facts.User != Privileges.User && facts.User != owner
            ? $"belongs to user {facts.User}, who has no rights here; expected root, the owner of the folder or the user that cosmovisor runs as"
        : (facts.Mode & WritableByAll) != 0 ? "may be written by every user; expected no write bit for others"
        : facts.Links > 1 ? "has a second name (a hard link), and may be another file than it seems"
        : facts.Size > largest ? $"has {facts.Size} bytes, and such a file at most {largest}"
        : null;
}
