using Cosmovisor.Backups;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>The backup ahead of a node, at a pace for tests: no file can be made to look ten minutes old.</summary>
internal static class AheadOf
{
    public static readonly AheadPace Pace = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(15));

    public static AheadPlace Place(BackedUpNode node) => AheadPlace.Of(node.Home, node.Settings.Placing);

    public static AheadDone? Copy(BackedUpNode node, string plan = "v2") =>
        new AheadRound(node.Home, node.Settings, Pace).Run(BackedUpNode.Plan(plan), TestContext.Current.CancellationToken);

    /// <summary>The same, when every file has been left alone for long enough.</summary>
    public static AheadDone CopyAll(BackedUpNode node)
    {
        Assert.SkipUnless(
            FileSystemKind.KnowsEveryWrite(node.Data), "the temporary folder is on no file system whose times tell of every write");
        var newest = DataTree.Read(node.Data).Entries.Max(entry => entry.Facts.Changed) + (Pace.Quiet.Ticks * 100);
        Wait.Until("quiet data", () => MachineClock.Now > newest);
        return Copy(node) ?? throw new InvalidOperationException("nothing is copied ahead");
    }

    /// <summary>How many bytes the backup has taken over, as the log says it.</summary>
    public static bool WasUsed(BackedUpNode node) => node.Log.Text.Contains(" ahead=", StringComparison.Ordinal);

    public static IEnumerable<string> Names(BackedUpNode node) => Directory.Exists(Place(node).Folder)
        ? Directory.EnumerateFileSystemEntries(Place(node).Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        : [];
}
