using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Tests.Staging;

/// <summary>Runs nothing: gives the answer it was told to, and remembers what was asked.</summary>
internal sealed class CannedCommands : IProgramRunner
{
    public CommandEnd Answer { get; set; } = new(new DaemonEnd.Exited(0), "v2.0.0", null);

    public List<Command> Asked { get; } = [];

    public CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct)
    {
        Asked.Add(command);
        return Answer;
    }
}
