using System.CommandLine;
using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary><c>cosmovisorctl --node NAME COMMAND</c>: the settings are those of the unit <c>cosmovisor@NAME</c>.</summary>
/// <remarks>
/// Only before the command: behind it, <c>--node</c> is a word that daemons have. What the shell has exported under names of ours does not
/// count then, or a command could work on one node's home with another's settings.
/// </remarks>
internal static class NodeOption
{
    public const string Word = "--node";

    // Of a process that may still be root's: where libraries and programs come from is not the node's to say.
    private static readonly string[] NotForRoot = ["PATH", "LD_"];

    /// <summary>Takes it off the words, and puts the node's settings into our environment.</summary>
    /// <exception cref="RefusedException">It names no node, 64; or one whose settings cannot be read, 78.</exception>
    public static string[] TakeFrom(string[] words)
    {
        if (words is not [var first, .. var rest] || (first != Word && !first.StartsWith($"{Word}=", StringComparison.Ordinal)))
        {
            return words;
        }

        var (name, command) = first != Word ? (first[(Word.Length + 1)..], rest) : (rest.FirstOrDefault() ?? "", rest.Skip(1).ToArray());

        if (name.Length == 0)
        {
            throw new RefusedException($"{Word} requires an argument: the NAME of a unit cosmovisor@NAME. Nothing was done") { ExitCode = ExitCodes.Usage };
        }

        if (CommandWords.AreARun(ConfigFlagParsing.Without(command)))
        {
            throw new RefusedException($"{Word} does not go with run. Its unit starts the node: systemctl start cosmovisor@{name}") { ExitCode = ExitCodes.Usage };
        }

        Use(name, isForAgent: AgentProgram.Words(command) is not null);
        return command;
    }

    /// <summary>For the help and the completions alone: by the time that a command is parsed, it has been taken out.</summary>
    public static Option<string> Shown() => new(Word)
    {
        Description = "Before the command: with the settings of the unit cosmovisor@NAME.",
        HelpName = "NAME",
        CompletionSources = { _ => NodeFiles.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name)) }
    };

    /// <summary>What to say to an operator who has set no home, where nodes of units are here; null else.</summary>
    public static string? Remark => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SettingTable.HomeVariable))
        && NodeFiles.Names is [var one, ..] all
        ? $"For a node that a unit runs: cosmovisorctl {Word} {one} COMMAND{(all.Count == 1 ? "" : $" (there are {string.Join(", ", all)})")}" : null;

    private static void Use(string name, bool isForAgent)
    {
        if (!(isForAgent ? NodeFiles.OfAgent(name) : NodeFiles.OfNode(name)).IsOk(out var variables, out var why))
        {
            throw new RefusedException($"{why}. Nothing was done") { ExitCode = ExitCodes.BadSettings };
        }

        ProcessImage.ChangeEnvironment(
            variables.Where(one => !isForAgent || !IsNotForRoot(one.Key)).ToDictionary(), UnknownVariables.LooksLikeOurs);
    }

    private static bool IsNotForRoot(string variable) =>
        NotForRoot.Any(begin => variable.StartsWith(begin, StringComparison.Ordinal));
}
