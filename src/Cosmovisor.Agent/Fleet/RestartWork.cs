using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// A restart of the node, which arms an entry of its schedule: until the new life has made two blocks with its network, and its halt height
/// was seen.
/// </summary>
internal sealed class RestartWork(MemberHome home, Cosmovisorctl ctl) : TurnWork
{
    private const int Blocks = 2;

    private long? _first;

    public override DateTimeOffset? Before => home.Files.State.Value?.Daemon?.Started;

    public override string Command(string name) => $"cosmovisorctl add-upgrade {name} --restart-now";

    // Without a height: the schedule stays as it is, also where the entry was taken off this very moment.
    public override Task<CommandEnd> BeginAsync(string name, string link, CancellationToken ct) =>
        ctl.RunAsync(ct, "add-upgrade", name, home.BinaryOf(name), "--restart-now");

    public override bool HasBegun(BegunTurn turn) => NewLife(turn) is not null;

    public override async Task<TurnEnd?> EndAsync(BegunTurn turn, CancellationToken ct)
    {
        if (NewLife(turn) is not { State: DaemonFacts.Running } || await home.StatusAsync(ct) is not { CatchingUp: false } node)
        {
            return null;
        }

        _first ??= node.Height;
        return node.Height < _first + Blocks ? null
            : turn.Name.Equals(home.Runs, StringComparison.OrdinalIgnoreCase) ? new TurnEnd(Done: true, "it has carried the upgrade out")
            : await ArmedAsync(turn.Name, ct);
    }

    private DaemonFacts? NewLife(BegunTurn turn) =>
        home.Files.State.Value?.Daemon is { Started: { } started } daemon && started != turn.Before ? daemon : null;

    private async Task<TurnEnd> ArmedAsync(string name, CancellationToken ct)
    {
        var doctor = await ctl.RunAsync(ct, "doctor", name, "--json");
        return !ForeignJson.Read(Encoding.UTF8.GetBytes(doctor.Output), Armed).IsOk(out var armed, out _)
            ? new TurnEnd(
                Done: false,
                $"it was restarted, and whether it is armed could not be found out: cosmovisorctl doctor {name} ended with {doctor.Code}: {doctor.LastWords}")
            : armed.Result == "ok" ? new TurnEnd(Done: true, null)
            : new TurnEnd(Done: false, $"it was restarted, and {armed.Says}");
    }

    private static Parsed<(string Result, string Says)> Armed(JsonElement report)
    {
        if (report.ValueKind == JsonValueKind.Object
            && report.TryGetProperty("checks", out var checks)
            && checks.ValueKind == JsonValueKind.Array)
        {
            foreach (var check in checks.EnumerateArray())
            {
                if (Text(check, "check") == MemberHome.ArmedCheck && Text(check, "result") is { } result)
                {
                    return Parsed.Ok((result, Text(check, "says") ?? result));
                }
            }
        }

        return Parsed.Invalid<(string, string)>("it does not say whether it is armed");
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
