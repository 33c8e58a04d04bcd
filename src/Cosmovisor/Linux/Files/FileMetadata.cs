using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// What a file carries besides its content: owner, mode, extended attributes (access lists among them), times. Links are not followed.
/// </summary>
internal static unsafe partial class FileMetadata
{
    private const int Here = -100; // AT_FDCWD
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const long LeaveIt = (1 << 30) - 2; // UTIME_OMIT
    private const int SetIdBits = 0xc00; // S_ISUID, S_ISGID

    /// <summary>
    /// Gives <paramref name="to"/> all that <paramref name="from"/> carries, and takes away what it got from the folder it was made in.
    /// </summary>
    /// <returns>What <paramref name="to"/> is now, as its file system reports it, and what could not be given, in words; null when all
    /// was.</returns>
    public static (FileFacts Made, string? Trouble) Carry(in MetadataTarget from, in MetadataTarget to, in FileFacts facts)
    {
        var made = to.Facts;

        // In this order: chown(2) takes capabilities, which are an attribute, and set-id bits away; an access list changes the mode; and
        // the time is the last write's.
        var isTheirs = OperatingSystem.IsLinux() && (made.User, made.Group) != (facts.User, facts.Group);
        var owner = isTheirs && SetOwner(to, facts) != 0 ? $"its owner {facts.User}:{facts.Group}: {Errno.LastText}" : null;
        var (changed, attributes) = OperatingSystem.IsLinux() ? ExtendedAttributes.Match(from, to) : (false, null);

        // A set-id bit is only for whom it was meant.
        var mode = owner is null ? facts.Mode : facts.Mode & ~SetIdBits;

        if (facts.Kind != FileKind.Symlink && (isTheirs || changed || made.Mode != mode))
        {
            SetMode(to, mode);
        }

        if (made.Modified != facts.Modified)
        {
            SetTime(to, facts);
        }

        return (to.Facts, (owner, attributes) is ({ }, { }) ? $"{owner}, nor {attributes}" : owner ?? attributes);
    }

    /// <summary>Gives <paramref name="path"/> this owner, as far as we may, and this mode.</summary>
    public static void CarryRights(string path, in FileFacts facts)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Chown(path, facts.User, facts.Group); // refused to all but root, whose files alone need it
        }

        File.SetUnixFileMode(path, (UnixFileMode)facts.Mode);
    }

    private static int SetOwner(in MetadataTarget file, in FileFacts facts) =>
        file.IsOpen ? ChownOpen(file.Descriptor, facts.User, facts.Group) : Chown(file.Path, facts.User, facts.Group);

    private static void SetMode(in MetadataTarget file, int mode)
    {
        if (!file.IsOpen)
        {
            File.SetUnixFileMode(file.Path, (UnixFileMode)mode);
        }
        else if (ChmodOpen(file.Descriptor, (uint)mode) != 0)
        {
            throw new IOException($"cannot set the mode of {file.Path}: {Errno.LastText}");
        }
    }

    private static void SetTime(in MetadataTarget file, in FileFacts facts)
    {
        if (!OperatingSystem.IsLinux())
        {
            File.SetLastWriteTimeUtc(file.Path, DateTime.UnixEpoch.AddTicks(facts.Modified / 100));
            return;
        }

        var seconds = Math.DivRem(facts.Modified, 1_000_000_000, out var nanoseconds);

        if (nanoseconds < 0)
        {
            (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000_000);
        }

        var times = stackalloc long[] { 0, LeaveIt, seconds, nanoseconds };

        if ((file.IsOpen ? SetTimesOpen(file.Descriptor, times) : SetTimes(Here, file.Path, times, DoNotFollow)) != 0)
        {
            throw new IOException($"cannot set the time of {file.Path}: {Errno.LastText}");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChownOpen(int fd, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChmodOpen(int fd, uint mode);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetTimes(int folder, string path, long* times, int flags);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimesOpen(int fd, long* times);
}
