using System.CommandLine;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Cli;

/// <summary><c>look-ahead</c>: what upgrades come, and whether they would succeed here.</summary>
internal static class LookAheadCommands
{
    public static Command LookAhead()
    {
        var json = new Option<bool>("--json") { Description = "As outlook.json has it." };
        var command = new Command("look-ahead", "Ask the chain what upgrades come, get ready for the decided ones, and say what is in their way.") { json };

        command.SetAction(async (parsed, _) =>
        {
            using var desk = new CommandContext(parsed.InvocationConfiguration.Output);
            return await LookByHand.RunAsync(desk.Looking, parsed.GetValue(json), desk.Output, Interrupts.Token);
        });
        return command;
    }
}
