using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Upgrading;

/// <summary>Every upgrade this home has been through: <c>cosmovisor/history.jsonl</c>, a line each, oldest first.</summary>
internal sealed class HistoryFile(DaemonHome home)
{
    /// <summary>What can be read of it; lines that cannot are kept in the file and left out here.</summary>
    public IReadOnlyList<Ending> Read() => [.. Endings(Lines())];

    /// <summary>The same from its end, each line understood when it is asked for: who looks for one upgrade need not hold two hundred.</summary>
    public IEnumerable<Ending> NewestFirst() => Endings(Enumerable.Reverse(Lines()));

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

    private static IEnumerable<Ending> Endings(IEnumerable<string> lines) =>
        lines.Select(JournalText.ParseEnding).SelectMany(line => line.IsOk(out var ending, out _) ? [ending] : Array.Empty<Ending>());

    private string[] Lines() => File.Exists(home.History) ? File.ReadAllLines(home.History) : [];
}
