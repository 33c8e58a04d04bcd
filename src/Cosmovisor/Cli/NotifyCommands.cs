using System.CommandLine;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;

using Command = System.CommandLine.Command;

namespace Cosmovisor.Cli;

/// <summary><c>notify</c>, for the help and the completions alone: the agent sends, see <see cref="AgentProgram"/>.</summary>
internal static class NotifyCommands
{
    private const string Word = "notify";
    private const string Test = "--test";

    public static Command Notify()
    {
        var command = new Command(
            Word, "Send one notice to each address of COSMOVISOR_NOTIFY, and print the result of each; done by cosmovisor-agent.")
        {
            new Argument<string>("ADDRESS") { Description = "Send to this address instead.", Arity = ArgumentArity.ZeroOrOne },
            new Option<bool>(Test) { Description = "Required." },
        };
        command.SetAction(_ => Misused());
        return command;
    }

    private static int Misused()
    {
        StandardError.Write($"cosmovisorctl: {Word} sends a test, and needs the word for it: cosmovisorctl {Word} {Test} [ADDRESS]\n");
        return ExitCodes.Usage;
    }

    /// <summary>The words as the agent takes them; null where they are not for it, as a question for help is not.</summary>
    public static string[]? AgentsWords(string[] words) =>
        words is [Word, ..] && words.Contains(Test) && !words.Any(word => word is "--help" or "-h" or "-?")
            ? [Word, Test, .. words[1..].Where(word => word != Test)] : null;
}
