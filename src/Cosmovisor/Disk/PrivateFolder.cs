using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// A folder of ours, and those above it that are not there: each with exactly the rights it is to have, and its owner's who will work in
/// it.
/// </summary>
internal static class PrivateFolder
{
    public const UnixFileMode OthersRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Each by itself: .NET gives a mode only to the last one, and to those above it whatever the umask leaves of 0777.</summary>
    /// <param name="folder">May be there: then it stays as it is.</param>
    /// <param name="mode">Less what the umask takes away.</param>
    public static void Make(string folder, UnixFileMode mode)
    {
        if (!Directory.Exists(folder))
        {
            Make(Path.GetDirectoryName(folder)!, mode);
            _ = Directory.CreateDirectory(folder, mode);
            Ownership.Gets(folder);
        }
    }
}
