using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary><c>cosmovisorctl upgrade NAME --now</c>, until it is confirmed, failed or taken back.</summary>
internal sealed class UpgradeWork(MemberHome home, Cosmovisorctl ctl) : TurnWork
{
    private const string Good = "done";

    public override DateTimeOffset? Before => home.Files.State.Value?.LastUpgrade?.Began;

    public override string Command(string name) => $"cosmovisorctl upgrade {name} --now";

    public override Task<CommandEnd> BeginAsync(string name, string link, CancellationToken ct) =>
        ctl.RunAsync(ct, "upgrade", name, "--now", "--link", link);

    public override bool HasBegun(BegunTurn turn) =>
        home.Files.State.Value is var state
            && (Named(state?.Upgrade?.Name, turn) || Named(state?.LastUpgrade?.Name, turn) || Named(home.Runs, turn));

    public override Task<TurnEnd?> EndAsync(BegunTurn turn, CancellationToken ct) => Task.FromResult(
        home.Files.State.Value is { Upgrade: null, LastUpgrade: { Result: { } result } last } state
            && Named(last.Name, turn)
            && last.Began != turn.Before
        && (result != Good || last.Confirmed == true)
            ? new TurnEnd(result == Good, result == Good ? null
                : $"its upgrade ended as {result}{(state.Trouble is { } trouble ? $": {trouble}" : "")}")
            : null);

    private static bool Named(string? name, BegunTurn turn) => turn.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
