using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Runs a new binary once, with <c>version</c>, to see that this machine can start it at all.</summary>
/// <remarks>Never for a binary the operator placed, before its time: the contract's §7.</remarks>
internal sealed class TrialRun(IProgramRunner commands, TrialOrder order)
{
    /// <param name="ct">Stops it.</param>
    public TrialVerdict Run(CancellationToken ct)
    {
        var end = Run(["version"], ct);
        var verdict = TrialVerdict.Of(end.End, end.OutputTail, end.Trouble);

        return verdict is TrialVerdict.Starts starts && order.AsksPreUpgrade && Run(["pre-upgrade", "--help"], ct) is var asked
            ? starts with { HasPreUpgrade = TrialVerdict.PreUpgradeIn(asked.End, asked.OutputTail) }
            : verdict;
    }

    // A Cosmos daemon makes its home folder whatever it is asked: this is one to throw away.
    private CommandEnd Run(string[] words, CancellationToken ct) => commands.Run(
        new Command(order.Binary, words)
        {
            WorkingDirectory = order.Home,
            Variables = Variables(order.Home, DaemonHome.LibrariesIn(order.VersionFolder)),
            TimeLimit = order.Limit,
        },
        onLine: null,
        ct);

    private static Dictionary<string, string> Variables(string home, string libraries)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = home, ["TMPDIR"] = home };

        if (Directory.Exists(libraries))
        {
            variables["LD_LIBRARY_PATH"] =
                Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") is { Length: > 0 } already ? $"{libraries}:{already}" : libraries;
        }

        return variables;
    }
}
