using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Upgrading;

/// <summary>Every upgrade this home has been through: <c>cosmovisor/history.jsonl</c>, a line each, oldest first.</summary>
internal sealed class HistoryFile(DaemonHome home)
{
    /// <summary>What can be read of it; lines that cannot are kept in the file and left out here.</summary>
    public IReadOnlyList<Ending> Read() => [.. Lines().Select(JournalText.ParseEnding).SelectMany(line => line.IsOk(out var ending, out _) ? [ending] : Array.Empty<Ending>())];

    /// <summary>Adds a line, once: telling the same end again changes nothing.</summary>
    public void Add(Ending ending)
    {
        var lines = Lines();

        // Of two hundred upgrades only the last one's line is of interest, and in a supervisor's memory none should stay.
        if (lines is not [.., var last] || !JournalText.ParseEnding(last).IsOk(out var known, out _) || !known.IsSameAs(ending))
        {
            // All of it anew and one rename, so that a crash cannot leave half a line.
            WholeFile.Write(home.History, [.. lines, JournalText.Of(ending)]);
        }
    }

    private string[] Lines() => File.Exists(home.History) ? File.ReadAllLines(home.History) : [];
}
