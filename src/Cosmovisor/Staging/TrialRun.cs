using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Runs a new binary once, with <c>version</c>, to see that this machine can start it at all.</summary>
/// <remarks>Never for a binary the operator placed, before its time: the contract's §7.</remarks>
internal sealed class TrialRun(ICommands commands, TimeSpan limit)
{
    public TrialVerdict Of(string binary, string versionFolder, CancellationToken ct)
    {
        // A Cosmos daemon makes its home folder whatever it is asked: it gets one to throw away.
        var home = Directory.CreateTempSubdirectory("cosmovisor-trial-").FullName;

        try
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
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static Dictionary<string, string> Variables(string home, string libraries)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = home };

        if (Directory.Exists(libraries))
        {
            variables["LD_LIBRARY_PATH"] = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") is { Length: > 0 } already ? $"{libraries}:{already}" : libraries;
        }

        return variables;
    }
}
