using Cosmovisor.Agent.Files;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>A member as its home shows it: the record that the fleet sees.</summary>
internal sealed class MemberHome(HomeFiles files, NodeQuestions node, NotesFile notes, FleetSettings settings, string instance)
{
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
        var application = status is null ? null : await node.ApplicationAsync(ct);

        return new MemberRecord(notes.Notes.Id, instance, Name, settings.Labels, lives == SupervisorPresence.NotRunning ? MemberRecord.Down : state?.Daemon?.State ?? "unknown")
        {
            At = now,
            Host = Environment.MachineName,
            ChainId = status?.ChainId is { Length: > 0 } chain ? chain : outlook?.Node?.ChainId ?? settings.Labels.GetValueOrDefault("chain"),
            Current = state?.Daemon?.Current,
            Height = status?.Height ?? (outlook?.Node is { Foreign: not true } seen ? seen.Height : null),
            CatchingUp = status?.CatchingUp,
            AppHeight = application?.Height,
            AppHash = application?.Hash,
            Busy = notes.Notes.UnderWay?.Rollout,
            Trouble = lives == SupervisorPresence.NotRunning ? null : state?.Trouble is { } trouble ? ForeignText.Printable(trouble, 300) : null,
            Plans = [.. (outlook?.Plans ?? []).Where(plan => plan is { Name: not null, Height: not null }).Take(10).Select(plan =>
                new MemberPlan(plan.Name!, plan.Height!.Value) { Status = plan.Status, BlocksLeft = plan.BlocksLeft, Eta = plan.Eta, Ready = plan.Ready })],
            Readiness = readiness,
            Signer = node.Signer(),
        };
    }

    public KnownMember Known(DateTimeOffset now) => new(notes.Notes.Id, Name, settings.Labels) { Since = now };

    // By what an operator would call it; a home's own name tells several on one machine apart.
    private string Name => settings.Labels.TryGetValue("name", out var name) ? name : $"{Environment.MachineName}:{Path.GetFileName(files.Path)}";
}
