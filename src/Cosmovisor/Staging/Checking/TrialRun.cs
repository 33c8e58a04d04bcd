using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Runs a new binary once, with <c>version</c>, to see that this machine can start it at all.</summary>
/// <remarks>Never for a binary the operator placed, before its time: the contract's §7.</remarks>
internal sealed class TrialRun(IProgramRunner commands, TimeSpan limit)
{
    /// <param name="binary">Which.</param>
    /// <param name="versionFolder">Whose libraries count.</param>
    /// <param name="home">A Cosmos daemon makes its home folder whatever it is asked: this is one to throw away.</param>
    /// <param name="ct">Stops it.</param>
    public TrialVerdict Of(string binary, string versionFolder, string home, CancellationToken ct)
    {
        var end = commands.Run(
            new Command(binary, "version")
            {
                WorkingDirectory = home,
                Variables = Variables(home, DaemonHome.LibrariesIn(versionFolder)),
                TimeLimit = limit,
            },
            onLine: null,
            ct);
        return TrialVerdict.Of(end.End, end.OutputTail, end.Trouble);
    }

    private static Dictionary<string, string> Variables(string home, string libraries)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = home, ["TMPDIR"] = home };

        if (Directory.Exists(libraries))
        {
            variables["LD_LIBRARY_PATH"] = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") is { Length: > 0 } already ? $"{libraries}:{already}" : libraries;
        }

        return variables;
    }
}
