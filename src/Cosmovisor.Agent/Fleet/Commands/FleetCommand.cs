using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary>
/// <c>cosmovisorctl fleet …</c>, which the operator's tool hands over to <c>cosmovisor-agent fleet …</c>: the supervisor has no client of
/// etcd in it.
/// </summary>
/// <param name="settings">Null where no fleet is set.</param>
/// <param name="output">Answers.</param>
/// <param name="error">Refusals.</param>
internal sealed class FleetCommand(FleetSettings? settings, TextWriter output, TextWriter error)
{
    public const int Failed = 1;
    public const int Usage = 2;
    public const int BadSettings = 78;

    public const string HelpText =
        """
        Usage: cosmovisorctl fleet COMMAND

          status [--json] [--watch]             every member, the schedule and the rollouts; 1 if an operator is needed
          schedule add NAME --height H --link URL [--only LABEL=VALUE] [--arm]
                                                --arm restarts the members, some at a time; with the options of a rollout
          schedule list [--json]                how many members are ready, and which are not and why
          schedule remove NAME
          rollout NAME --link URL [--order GROUP,GROUP] [--max-unavailable N] [--soak 10m] [--only LABEL=VALUE]
          rollout NAME --arm [--order …] …       restarts that arm what is scheduled
          rollout list [--json]
          rollout pause|resume|abort NAME
          forget MEMBER                         a member that will not come back
          unlock [MEMBER]                       give back a slot at COSMOVISOR_FLEET_LOCK whose holder is gone

        COSMOVISOR_FLEET=etcd://HOST:2379/NAME says which fleet; docs/fleet.md has the rest.

        """;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] words)
    {
        if (words is [] or ["--help" or "-h" or "help", ..] || words[^1] is "--help" or "-h")
        {
            await output.WriteAsync(HelpText);
            return 0;
        }

        if (settings is null)
        {
            await error.WriteLineAsync(
                "cosmovisorctl fleet: COSMOVISOR_FLEET is not set; it says where the fleet's etcd is: etcd://HOST:2379/NAME");
            return BadSettings;
        }

        using var end = new CancellationTokenSource();
        using var etcd = new EtcdClient(settings.Etcd);
        var store = new FleetStore(etcd, new FleetKeys(settings.Etcd.Address.Fleet));

        try
        {
            return words switch
            {
                ["status", .. var rest] =>
                    await new StatusCommand(store, output).RunAsync(Options(rest, ["--json", "--watch"], []), end.Token),
                ["schedule", .. var rest] => await new ScheduleCommands(store, output).RunAsync(rest, end.Token),
                ["rollout", .. var rest] => await new RolloutCommands(store, output).RunAsync(rest, end.Token),
                ["forget", .. var rest] => await ForgetAsync(store, Options(rest, [], []), end.Token),
                ["unlock", .. var rest] => await UnlockAsync(store, Options(rest, [], []), end.Token),
                _ => throw new RefusedException($"there is no command {ForeignText.Printable(words[0])}") { ExitCode = Usage },
            };
        }
        catch (RefusedException ex)
        {
            await error.WriteLineAsync($"cosmovisorctl fleet: {ex.Message}");
            return ex.ExitCode;
        }
        catch (EtcdException ex)
        {
            await error.WriteLineAsync($"cosmovisorctl fleet: {ex.Message}");
            return Failed;
        }
    }

    /// <exception cref="RefusedException">They do not fit.</exception>
    public static FleetWords Options(IReadOnlyList<string> words, string[] flags, string[] valued) =>
        FleetWords.Parse(words, flags, valued).IsOk(out var options, out var reason) ? options
            : throw new RefusedException($"{reason}; cosmovisorctl fleet help lists what there is") { ExitCode = Usage };

    public static string Me => $"{UserName}@{Environment.MachineName}";

    // An image may have no /etc/passwd, or none of this user in it.
    private static string UserName
    {
        get
        {
            try
            {
                return Environment.UserName is { Length: > 0 } name ? name : Fallback();
            }
            catch (IOException)
            {
                return Fallback();
            }

            static string Fallback() => Environment.GetEnvironmentVariable("USER") is { Length: > 0 } user ? user : "somebody";
        }
    }

    public static MemberView Find(FleetView view, string word) =>
        view.Members.Values.Where(member => member.Id == word || member.Name == word).ToList() switch
        {
            [var one] => one,
            [] => throw new RefusedException($"there is no member {ForeignText.Quote(word)}; fleet status lists them"),
            _ => throw new RefusedException(
                $"{ForeignText.Quote(word)} names several members; give the id, which fleet status --json shows"),
        };

    private async Task<int> ForgetAsync(FleetStore store, FleetWords options, CancellationToken ct)
    {
        var member = Find((await store.ReadAsync(ct)).View, One(options, "MEMBER"));

        if (!member.IsLate)
        {
            throw new RefusedException($"{member.Name} is there: end its agent first, and it is forgotten 15 seconds later");
        }

        _ = await store.ForgetAsync(member.Id, ct);
        await output.WriteLineAsync(
            $"{member.Name} is forgotten. A rollout that has it among its members goes on without it only when it is aborted and begun again.");
        return 0;
    }

    private async Task<int> UnlockAsync(FleetStore store, FleetWords options, CancellationToken ct)
    {
        if (settings!.Lock is not { } server)
        {
            throw new RefusedException("COSMOVISOR_FLEET_LOCK is not set") { ExitCode = BadSettings };
        }

        var member = Find((await store.ReadAsync(ct)).View, One(options, "MEMBER"));
        using var client = new FleetLockClient(server, member.Id, FleetLockClient.GroupOf(member.Labels));

        if (await client.UnlockAsync(ct) is { } why)
        {
            throw new RefusedException($"the lock server keeps the slot of {member.Name}: {why}");
        }

        await output.WriteLineAsync($"The slot of {member.Name} is given back.");
        return 0;
    }

    public static string One(FleetWords options, string what) =>
        options.Rest is [var one] ? one : throw new RefusedException($"{what} is needed, once") { ExitCode = Usage };
}
