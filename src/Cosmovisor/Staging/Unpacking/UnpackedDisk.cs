namespace Cosmovisor.Staging;

/// <summary>
/// What is written while an archive is unpacked: the modes that it gets, and the one place where a failure is the disk's and not the
/// archive's.
/// </summary>
internal static class UnpackedDisk
{
    public const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    public const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    public const UnixFileMode SetId = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    private const int LongestShownPath = 400;

    /// <exception cref="RefusedException">The disk refused.</exception>
    public static void Write(string path, Action write) => Write(path, () =>
    {
        write();
        return true;
    });

    /// <exception cref="RefusedException">The disk refused.</exception>
    public static T Write<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"cannot unpack to {ForeignText.Printable(path, LongestShownPath)}: {ForeignText.Printable(e.Message, LongestShownPath)}",
                e);
        }
    }
}
