using System.CommandLine;

namespace Cosmovisor.Cli;

/// <summary><c>fleet …</c>, for the help and the completions alone: the words are the agent's, see <see cref="AgentProgram"/>.</summary>
internal static class FleetCommands
{
    public const string Word = "fleet";

    private static readonly Argument<string> Name = new("NAME") { Description = "The upgrade's name." };

    public static Command Fleet() => new(Word, "Many nodes seen and upgraded as one; done by cosmovisor-agent.")
    {
        new Command("status", "Every member, the schedule and the rollouts.") { Flag("--json", "As JSON."), Flag(
            "--watch", "Again every two seconds.") },
        new Command("schedule", "What is to happen at a height on the members.")
        {
            new Command("add", "Put an upgrade on it.") { Name, Text("--height", "H"), Text("--link", "URL"), Text(
                "--only", "LABEL=VALUE"), Arm(), Text("--order", "GROUP,GROUP"), Text("--max-unavailable", "N"), Text("--soak", "10m") },
            new Command("list", "How many members are ready, and which are not.") { Flag("--json", "As JSON.") },
            new Command("remove", "Take an upgrade off it.") { Name },
        },
        new Command("rollout", "One version on its way to the members, some at a time.")
        {
            new Argument<string>("NAME") { Description = "The upgrade's name.", Arity = ArgumentArity.ZeroOrOne }, Text(
                "--link", "URL"), Arm(), Text(
                "--order", "GROUP,GROUP"), Text("--max-unavailable", "N"), Text("--soak", "10m"), Text("--only", "LABEL=VALUE"),
            new Command("list", "All of them.") { Flag("--json", "As JSON.") },
            new Command("pause", "Give no more turns.") { Name },
            new Command("resume", "Go on, also after a failure.") { Name },
            new Command("abort", "End it; what has begun finishes.") { Name },
        },
        new Command("forget", "A member that will not come back.") { new Argument<string>("MEMBER") },
        new Command("unlock", "Give back the slot of a member at the lock server.") { new Argument<string>("MEMBER") },
    };

    private static Option<bool> Arm() => Flag("--arm", "Restart the members, so that they halt at the height.");

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<string> Text(string name, string value) => new(name) { HelpName = value };
}
