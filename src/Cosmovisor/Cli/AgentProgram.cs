using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>
/// Commands that are the agent's: it takes this process over. The supervisor's executable has no client of the network services they need.
/// </summary>
internal static class AgentProgram
{
    private const string Name = "cosmovisor-agent";

    /// <summary>The words of a command that is the agent's, as it takes them; null where they are another's.</summary>
    public static string[]? Words(string[] words) => words is [FleetCommands.Word, ..] ? words : NotifyCommands.AgentsWords(words);

    /// <returns>The exit code; only when it is not there.</returns>
    public static int Become(string[] words, string program)
    {
        var path = Find();

        if (path is null)
        {
            StandardError.Write(
                $"{program}: {words[0]} is done by {Name}, which is neither beside {program} nor on the PATH. Install the package with the agent\n");
            return ExitCodes.Failed;
        }

        var errno = Starter.Become(path, [NativeStrings.Bytes(Name), .. words.Select(NativeStrings.Bytes)],
            ProcessImage.EnvironmentWith(new Dictionary<string, string>()));
        StandardError.Write($"{program}: {path} cannot be started: {Errno.Text(errno)}\n");
        return ExitCodes.Failed;
    }

    private static string? Find() =>
        new[] { AppContext.BaseDirectory }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Join(folder, Name)).FirstOrDefault(File.Exists);
}
