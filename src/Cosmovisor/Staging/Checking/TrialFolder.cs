using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>
/// The home folder that a binary gets for one start, to be thrown away: beside the versions, because nothing else need be writable.
/// </summary>
/// <remarks>Locked while it is in use, so that whoever finds one without a lock knows that its maker was killed.</remarks>
internal sealed class TrialFolder : IDisposable
{
    private const string Prefix = ".trial-";

    private FolderLock? _lock;

    private TrialFolder(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="RefusedException">No folder can be made.</exception>
    public static TrialFolder Make(DaemonHome home)
    {
        try
        {
            PrivateFolder.Make(home.Upgrades, PrivateFolder.OthersRead);
            var path = System.IO.Path.Join(home.Upgrades, Prefix + Guid.NewGuid().ToString("n")[..12]);
            PrivateFolder.Make(path, PrivateFolder.OthersRead);
            return new TrialFolder(path).Locked();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot make a folder in {home.Upgrades} to start the binary in: {ex.Message}", ex);
        }
    }

    public static bool AnyLeft(DaemonHome home) => All(home) is not [];

    /// <summary>Removes those whose makers are gone.</summary>
    public static void RemoveLeftovers(DaemonHome home)
    {
        foreach (var folder in All(home))
        {
            using var mine = FolderLock.TryTake(folder);

            if (mine is not null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private TrialFolder Locked()
    {
        _lock = FolderLock.TryTake(Path);
        return this;
    }

    private static string[] All(DaemonHome home) => Directory.GetDirectories(home.Upgrades, Prefix + "*");

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The next staging removes it.
        }

        _lock?.Dispose();
    }
}
