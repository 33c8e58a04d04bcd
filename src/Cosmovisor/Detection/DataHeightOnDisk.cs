using Cosmovisor.Backups;
using Cosmovisor.Disk;
using Cosmovisor.Home;

namespace Cosmovisor.Detection;

/// <summary>
/// How high the data is before a daemon runs, from everything on the disk that may tell. A lie here costs a start of the old binary, never
/// data.
/// </summary>
internal static class DataHeightOnDisk
{
    /// <param name="home">Whose.</param>
    /// <param name="data">The node's data folder.</param>
    /// <param name="done">The heights of the upgrades that the history says are done.</param>
    public static DataHeight Of(DaemonHome home, string data, IEnumerable<long> done)
    {
        var recent = Higher(HeightOnDisk.OfTheData(data)?.Height, new OutlookFile(home).Height);
        return new DataHeight(Higher(recent, Higher(done.Select(height => (long?)height).Max(), Recorded(home))), recent);
    }

    /// <summary>
    /// The height of the validator's sign state; null when there is none, or one that never signed (every full node, every remote signer).
    /// </summary>
    public static long? SignedHeight(string data) =>
        BoundedFile.Read(Path.Join(data, SignState.FileName)).Then(bytes => SignState.Parse(bytes)).IsOk(out var state, out _)
            && state.Height > 0 ? state.Height : null;

    // A record is believed as far as it speaks of the folder it lies in: folders are copied.
    private static long? Recorded(DaemonHome home)
    {
        try
        {
            return !Directory.Exists(home.Upgrades) ? null
                : Directory.EnumerateDirectories(home.Upgrades)
                    .Select(folder => PlanFileOnDisk.RecordOf(new CurrentVersion(folder, folder))?.Height)
                    .Max();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Higher(long? a, long? b) => a is null || b > a ? b : a;
}
