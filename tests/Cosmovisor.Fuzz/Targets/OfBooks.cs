using System.Text;
using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.LookAhead;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>Our own files: another version of ours wrote them, a full disk cut them, or somebody else put them there.</summary>
internal static class OfBooks
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("journal", bytes => Must.ComeBack(JournalText.Parse(Must.Text(bytes)), JournalText.Of, JournalText.Parse)),
        new("history-line", bytes => Must.ComeBack(JournalText.ParseEnding(Must.Text(bytes)), JournalText.Of, JournalText.ParseEnding)),
        new("downtime-line", bytes => Must.BeWhole(DowntimeText.Parse(Must.Text(bytes)))),
        new("manifest-header", bytes => Must.ComeBack(
            ManifestText.ParseHeader(Must.Text(bytes)), ManifestText.Line, ManifestText.ParseHeader)),
        new("manifest-entry", ManifestEntry),
        new("restore-record", bytes => Must.ComeBack(
            RestoreRecord.Parse(Must.Text(bytes)), record => record.ToJson(), RestoreRecord.Parse)),
        new("ahead-notes", bytes => Must.ComeBack(
            AheadNotes.Parse(Must.Text(bytes).Split('\n')), Written, text => AheadNotes.Parse(text.Split('\n')))),
        new("state", bytes => Must.ComeBack(bytes, NodeStateText.Write, text => NodeStateText.Read(text))),
        new("outlook", Outlook),
        new("hold", bytes => Must.ComeBack(
            HoldText.Parse("hold", bytes), HoldText.Write, text => HoldText.Parse("hold", Encoding.UTF8.GetBytes(text)))),
        new("request", bytes => Must.ComeBack(
            UpgradeRequestText.Read(bytes), UpgradeRequestText.Write, text => UpgradeRequestText.Read(Encoding.UTF8.GetBytes(text)))),
        new("staged-record", bytes => Must.ComeBack<StagedRecord>(bytes, record => record.Json(), text => StagedRecord.Parse(text))),
        new("lock", Lock),
    ];

    /// <summary>A manifest says where a restore writes: nowhere but into its own folder.</summary>
    private static void ManifestEntry(byte[] bytes)
    {
        var answer = ManifestText.ParseEntry(Must.Text(bytes));
        Must.ComeBack(answer, ManifestText.Line, ManifestText.ParseEntry);

        if (answer.IsOk(out var entry, out _))
        {
            foreach (var path in new[] { entry.Path, entry.SameAs ?? "." })
            {
                Must.Hold((Path.GetFullPath(Path.Join("/a", path)) + "/").StartsWith("/a/", StringComparison.Ordinal), path);
            }
        }
    }

    private static string Written(AheadNotes notes) =>
        string.Join('\n', [AheadNotes.Line(notes.First), .. notes.Files.Select(AheadNotes.Line)]);

    private static void Outlook(byte[] bytes)
    {
        Must.ComeBack(bytes, OutlookText.Write, text => OutlookText.Read(text));

        if (OutlookText.Read(bytes).IsOk(out _, out _) && OutlookText.WithHeight(bytes, 77) is { } moved)
        {
            Must.Hold(OutlookText.Read(moved).IsOk(out var outlook, out var reason), $"with another height it is none: {reason}");
            Must.Hold(outlook!.Node.Height == 77, "the height did not change");
        }
    }

    private static void Lock(byte[] bytes)
    {
        var held = LockText.Parse(Must.Text(bytes));
        Must.Hold(LockText.Parse(held.ToString()) == held, $"another comes back: {held}");
        Must.Hold(held.ToString().Length == new LockText(null, null, IsNode: false).ToString().Length, "an older text shows through");
    }
}
