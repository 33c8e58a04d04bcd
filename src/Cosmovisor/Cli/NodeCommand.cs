using System.CommandLine;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>
/// <c>run</c>, for the help and the completions alone: what follows the word is the daemon's, and was taken out of the library's sight long
/// before.
/// </summary>
internal static class NodeCommand
{
    public static Command Run() => new(
        CommandWords.Run, "Run the current daemon with ARGS, with our log on standard error: the same as cosmovisor run.")
    {
        new Argument<string[]>("ARGS")
        {
            Description = "The daemon's, but for a --cosmovisor-config FILE among them.",
            Arity = ArgumentArity.ZeroOrMore
        },
    };
}
