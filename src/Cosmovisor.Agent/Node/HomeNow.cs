using System.Text;
using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Node;

/// <summary>All that is known of one home at one moment: its files, read once, and its node's answer.</summary>
/// <param name="Files">Whose.</param>
/// <param name="Supervisor">Whether one lives there.</param>
/// <param name="State">state.json; null where there is none that can be read.</param>
/// <param name="Outlook">outlook.json; likewise.</param>
/// <param name="Node">What the node said; null where it was not asked.</param>
/// <param name="Now">When that was.</param>
internal sealed record HomeNow(
    HomeFiles Files, SupervisorPresence Supervisor, HomeState? State, HomeOutlook? Outlook, NodeSeen? Node, DateTimeOffset Now)
{
    private const int LongestConfig = 1024 * 1024;

    // How late a look ahead may be before what it said counts as unknown.
    private static readonly TimeSpan LookMayBeLate = TimeSpan.FromMinutes(2);

    /// <summary>Reads the files of a home, without a word to its node.</summary>
    public static HomeNow Of(HomeFiles files, DateTimeOffset now, NodeSeen? node = null) =>
        new(files, files.Supervisor, files.State.Value, files.Outlook.Value, node, now);

    public bool IsSupervised => Supervisor == SupervisorPresence.Running;

    /// <summary>state.json says what was so last: without a supervisor it says nothing of the present.</summary>
    public bool IsDaemonUp => IsSupervised && State?.Daemon is { Pid: not null, State: "starting" or DaemonFacts.Running or "stopping" };

    /// <summary>What is being carried out.</summary>
    public UpgradeFacts? Upgrade => IsSupervised ? State?.Upgrade : null;

    /// <summary>The upgrade that is done and that the network has not confirmed yet, as far as that is looked for.</summary>
    public bool IsWaitingForTheNetwork => IsSupervised && Upgrade is null && State?.LastUpgrade is { Result: "done", Confirmed: false };

    public string? ChainId =>
        Outlook?.Node?.ChainId is { Length: > 0 } seen ? seen : Node?.Status?.ChainId is { Length: > 0 } said ? said : null;

    public long? Height => Node?.Status?.Height is > 0 and var height ? height : null;

    /// <summary>
    /// Whether the outlook is as new as it should be. An old one tells what was so, and no reader must take it for what is.
    /// </summary>
    public bool IsOutlookFresh =>
        Outlook is { At: { } at, NextLook: var next } && Now <= (next is { } due ? due + (due - at) : at.AddHours(1)) + LookMayBeLate;

    /// <summary>The plans that have not ended, each name and height once.</summary>
    public IEnumerable<ComingFacts> Coming => (Outlook?.Plans ?? []).Where(IsComing).DistinctBy(plan => (plan.Name, plan.Height));

    /// <summary>yes, no or unknown; what an old outlook says is unknown.</summary>
    public string ReadinessOf(ComingFacts plan) => IsOutlookFresh ? plan.Ready ?? "unknown" : "unknown";

    /// <summary>From the node's height now; null while that is unknown: a number that stands still would look like an answer.</summary>
    public long? BlocksLeft(ComingFacts plan) => plan.Height is { } at && Height is { } now && at >= now ? at - now : null;

    /// <summary>When its height is expected.</summary>
    public DateTimeOffset? Eta(ComingFacts plan) =>
        BlocksLeft(plan) is { } left
            && Outlook?.Node?.SecondsPerBlock is > 0 and < 86400 and var pace
            && left * pace < TimeSpan.FromDays(3650).TotalSeconds
            ? Now.AddSeconds(left * pace)
            : plan.Eta;

    /// <summary>What its operator calls the node; null for nothing.</summary>
    public string? Moniker =>
        RegularFile.Read(Files.NodeConfig, LongestConfig).IsOk(out var bytes, out _) && bytes is not null
        && NodeToml.Parse(Encoding.UTF8.GetString(bytes)).IsOk(out var config, out _) ? config.Moniker : null;

    private bool IsComing(ComingFacts plan) =>
        plan is { Name: { Length: > 0 }, Status: "voting" or "decided" or "scheduled" }
        && !(State?.LastUpgrade is { Result: "done" } last && last.Name == plan.Name && last.Height == plan.Height)
        && !(Height is { } now && plan.Height is { } at && now > at && plan.Status == "voting");
}
