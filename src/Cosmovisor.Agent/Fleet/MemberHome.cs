using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;
using Cosmovisor.Fleet;
using Cosmovisor.Plans;

namespace Cosmovisor.Agent.Fleet;

/// <summary>A member as its home shows it: the record that the fleet sees.</summary>
internal sealed class MemberHome(HomeFiles files, NodeQuestions node, NotesFile notes, FleetSettings settings, string instance)
{
    public const string ArmedCheck = "armed";

    private const string Upgrades = "upgrades/";

    public HomeFiles Files => files;

    public NotesFile Notes => notes;

    /// <summary>The upgrade that <c>current</c> names, as its folder has it; null for genesis.</summary>
    public string? Runs => files.State.Value?.Daemon?.Current is { } current && current.Contains(Upgrades, StringComparison.Ordinal)
        ? Uri.UnescapeDataString(current[(current.IndexOf(Upgrades, StringComparison.Ordinal) + Upgrades.Length)..].TrimEnd('/'))
        : null;

    /// <param name="readiness">How far what the fleet asks for is prepared.</param>
    /// <param name="now">For <c>at</c>.</param>
    /// <param name="ct">Ends the questions to the node.</param>
    public async Task<MemberRecord> RecordAsync(IReadOnlyList<MemberReadiness> readiness, DateTimeOffset now, CancellationToken ct)
    {
        var (state, outlook, lives) = (files.State.Value, files.Outlook.Value, files.Supervisor);
        var status = lives == SupervisorPresence.NotRunning ? null : await node.StatusAsync(ct);
        var signing = node.Signing();
        var application = status is null ? null : await node.ApplicationAsync(ct);

        return new MemberRecord(notes.Notes.Id, instance, Name, settings.Labels, lives == SupervisorPresence.NotRunning ? MemberRecord.Down
            : state?.Daemon?.State ?? "unknown")
        {
            At = now,
            Host = Environment.MachineName,
            ChainId = status?.ChainId is { Length: > 0 } chain ? chain
                : outlook?.Node?.ChainId ?? settings.Labels.GetValueOrDefault("chain"),
            Current = state?.Daemon?.Current,
            Height = status?.Height ?? (outlook?.Node is { Foreign: not true } seen ? seen.Height : null),
            CatchingUp = status?.CatchingUp,
            AppHeight = application?.Height,
            AppHash = application?.Hash,
            Busy = notes.Notes.UnderWay?.Rollout,
            Trouble = lives == SupervisorPresence.NotRunning
                ? null : state?.Trouble is { } trouble ? ForeignText.Printable(trouble, 300) : null,
            Plans = [.. (outlook?.Plans ?? []).Where(plan => plan is { Name: not null, Height: not null }).Take(10).Select(plan =>
                new MemberPlan(plan.Name!, plan.Height!.Value)
                {
                    Status = plan.Status,
                    BlocksLeft = plan.BlocksLeft,
                    Eta = plan.Eta,
                    Ready = plan.Ready
                })],
            Readiness = readiness,
            Signer = signing is { Signs: true } ? signing.Key : null,
            SignsRemotely = signing is { IsRemote: true },
        };
    }

    /// <summary>How it signs; null where it does not.</summary>
    public SigningRole? Signing => node.Signing();

    /// <summary>Its supervisor says so, and lives.</summary>
    public bool IsRunning =>
        files.Supervisor == SupervisorPresence.Running && files.State.Value?.Daemon?.State == DaemonFacts.Running;

    /// <summary>How far the node is; null while it does not say.</summary>
    public Task<NodeStatus?> StatusAsync(CancellationToken ct) => node.StatusAsync(ct);

    /// <summary>
    /// Whether the daemon that runs now was told to halt for an upgrade, or halts for it by itself; as the look ahead saw it in this life.
    /// </summary>
    /// <param name="name">The upgrade's.</param>
    /// <param name="height">Where; armed for another height is not armed for this one.</param>
    public bool IsArmed(string name, long height) =>
        files.State.Value?.Daemon?.Started is { } started && files.Outlook.Value is { } outlook && outlook.At > started
        && (outlook.Plans ?? []).Any(plan => name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase)
            && plan.Height == height
            && (plan.Checks ?? []).Any(check => check is { Check: ArmedCheck, Result: "ok" }));

    /// <summary>The daemon's binary of an upgrade, in the case in which <c>prepare</c> has put its folder.</summary>
    public string BinaryOf(string name)
    {
        var (upgrades, wanted) = (files.Upgrades, UpgradeName.Escape(name));
        var folder = Directory.Exists(Path.Join(upgrades, wanted)) || !Directory.Exists(upgrades) ? wanted
            : Directory.EnumerateDirectories(upgrades).Select(Path.GetFileName).FirstOrDefault(
                one => wanted.Equals(one, StringComparison.OrdinalIgnoreCase)) ?? wanted;
        return Path.Join(upgrades, folder, "bin", files.State.Value?.Daemon?.Name ?? Environment.GetEnvironmentVariable("DAEMON_NAME"));
    }

    public KnownMember Known(DateTimeOffset now) => new(notes.Notes.Id, Name, settings.Labels) { Since = now };

    // By what an operator would call it; a home's own name tells several on one machine apart.
    private string Name => settings.Labels.TryGetValue("name", out var name) ? name
        : $"{Environment.MachineName}:{Path.GetFileName(files.Path)}";
}
