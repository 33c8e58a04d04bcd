using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;

namespace Cosmovisor.Agent.Api;

/// <summary>What a kubelet wants to know, in one word.</summary>
internal static class Probes
{
    public const string Ok = "ok";

    private const double UsualSecondsPerBlock = 6;

    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a restart of the container would take nothing away: through a migration of hours, and while the network waits.
    /// </summary>
    public static string Live(SupervisorPresence supervisor, HomeState? state) =>
        supervisor == SupervisorPresence.Unknown ? "unknown"
        : supervisor == SupervisorPresence.NotRunning ? "stopped"
        : state is { Daemon.State: DaemonFacts.Ended, Upgrade: null } ? "ended"
        : Ok;

    /// <summary>Whether the node may be asked questions.</summary>
    public static string Ready(SupervisorPresence supervisor, HomeState? state, NodeSeen node, double? secondsPerBlock) =>
        Live(supervisor, state) is not Ok and var dead ? dead
        : state?.Upgrade is not null ? "upgrading"
        : node.Status is not { } status ? "unreachable"
        : status.CatchingUp ? "catching-up"
        : status.Height == 0 || node.Moved is not { } moved ? "starting"
        : node.At - moved > Silence(secondsPerBlock) ? "stalled"
        : Ok;

    // Ten times its pace; from a file, which may hold anything.
    private static TimeSpan Silence(double? secondsPerBlock) =>
        secondsPerBlock is > 0 and < 86400 and var pace && TimeSpan.FromSeconds(10 * pace) > ShortestSilence
            ? TimeSpan.FromSeconds(10 * pace)
        : secondsPerBlock is > 0 and < 86400 ? ShortestSilence
        : TimeSpan.FromSeconds(10 * UsualSecondsPerBlock);
}
