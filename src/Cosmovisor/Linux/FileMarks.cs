using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What a file carries besides its content: owner, mode, extended attributes (access lists among them), times. Links are not followed.</summary>
internal static unsafe partial class FileMarks
{
    private const int Here = -100; // AT_FDCWD
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const long LeaveIt = (1 << 30) - 2; // UTIME_OMIT

    /// <summary>Gives <paramref name="to"/> all that <paramref name="from"/> carries.</summary>
    /// <returns>What could not be given, in words; null when all was.</returns>
    public static string? Carry(string from, string to, in FileFacts facts)
    {
        var attributes = facts.Kind == FileKind.Symlink || !OperatingSystem.IsLinux() ? null : ExtendedAttributes.Copy(from, to);
        var owner = OperatingSystem.IsLinux() && Chown(to, facts.User, facts.Group) != 0 ? $"its owner {facts.User}:{facts.Group}: {Errno.LastText}" : null;

        if (facts.Kind != FileKind.Symlink)
        {
            // After the owner: chown(2) takes set-id bits away.
            File.SetUnixFileMode(to, (UnixFileMode)facts.Mode);
        }

        SetTime(to, facts);
        return owner ?? attributes;
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

    private static void SetTime(string path, in FileFacts facts)
    {
        if (!OperatingSystem.IsLinux())
        {
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddTicks(facts.Modified / 100));
            return;
        }

        var seconds = Math.DivRem(facts.Modified, 1_000_000_000, out var nanoseconds);

        if (nanoseconds < 0)
        {
            (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000_000);
        }

        var times = stackalloc long[] { 0, LeaveIt, seconds, nanoseconds };

        if (SetTimes(Here, path, times, DoNotFollow) != 0)
        {
            throw new IOException($"cannot set the time of {path}: {Errno.LastText}");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetTimes(int folder, string path, long* times, int flags);
}
