using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// An upgrade is carried out and not confirmed, and the supervisor dies, or its disk fails, at any change of the disk: it is confirmed by
/// this run or the next one, and the history tells once how long the node was down.
/// </summary>
public static class AConfirmationKilledAnywhere
{
    // ENOSPC, EIO, EROFS; one of them at each change, all of them with COSMOVISOR_EVERY_CALL=1
    private static readonly string[] Errors = ["28", "5", "30"];
    private static readonly bool Every = Environment.GetEnvironmentVariable("COSMOVISOR_EVERY_CALL") == "1";

    [Fact]
    public static void IsGoneOnWithByThePlainStartThatFollows()
    {
        using var killer = Killer.Build();
        using var before = new UnconfirmedUpgrade();
        var points = Count(killer, before);
        var killed = 0;

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in Every
                ? new[] { "before", "after" } : ["after"] select (Call: call, How: how)],
            harm => $"killed {harm.How} change {harm.Call} of {points}",
            () => new UnconfirmedUpgrade(before),
            (upgrade, harm, when) =>
            {
                using var run = killer.Begin(upgrade.Home, harm.Call, harm.How, (harm.Call * 2) + (harm.How == "after" ? 1 : 0));
                _ = run.Await($"its end, or that it is confirmed, {when}", () => run.HasEnded || upgrade.IsConfirmed);
                _ = run.HasEnded ? Interlocked.Increment(ref killed) : 0;
                upgrade.End(run, under: true);
                upgrade.IsWhole(when);
                upgrade.GoesOnAndIsConfirmedOnce(when);
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {killed} kills before it was confirmed");
        Assert.True(killed > points / 2, $"only {killed} were killed");
    }

    [Fact]
    public static void OnADiskThatFailsOnceIsToldAndIsRightWhenTheFaultIsGone()
    {
        using var killer = Killer.Build();
        using var before = new UnconfirmedUpgrade();
        var points = Count(killer, before);

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in Every
                ? Errors : [Errors[call % Errors.Length]] select (Call: call, How: how)],
            harm => $"errno {harm.How} at change {harm.Call} of {points}",
            () => new UnconfirmedUpgrade(before),
            (upgrade, harm, when) =>
            {
                using var run =
                    killer.Begin(upgrade.Home, harm.Call, harm.How, (harm.Call * 100) + int.Parse(harm.How, CultureInfo.InvariantCulture));

                // One that cannot start at all says so. Once it runs, no fault of this kind ends it, and what is so gets into the state.
                _ = run.Await($"its end, or that it is confirmed, {when}: {upgrade.Home.Log}", () => run.HasEnded || upgrade.IsConfirmed);
                Assert.True(!run.HasEnded || run.End() is { Code: 1, Error.Length: > 0 }, $"{when}: it ended\n{upgrade.Home.Log}");
                upgrade.End(run, under: true);
                upgrade.IsWhole(when);
                upgrade.GoesOnAndIsConfirmedOnce(when);
            });
    }

    private static int Count(Killer killer, UnconfirmedUpgrade before)
    {
        using var upgrade = new UnconfirmedUpgrade(before);
        using var run = killer.BeginToCount(upgrade.Home, id: 0);
        _ = run.Await("that it is confirmed", () => upgrade.IsConfirmed);
        upgrade.End(run, under: true);
        upgrade.GoesOnAndIsConfirmedOnce("without any harm");
        Assert.True(killer.Counted(0) > 10, $"only {killer.Counted(0)} changes of a disk were counted");
        return killer.Counted(0);
    }

    /// <summary>
    /// A home whose upgrade is carried out, by a node that waited for its network when its supervisor was killed. Now the network goes on.
    /// </summary>
    private sealed class UnconfirmedUpgrade : IDisposable
    {
        private const string NodeKey =
            """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

        public UnconfirmedUpgrade()
        {
            Install("--first-block-after never");
            using var run = Home.Start("start");
            _ = run.Await("that it is applied", () => Last is { } last && last.GetProperty("applied").ValueKind == JsonValueKind.String);
            run.Signal(Run.Kill);
            _ = run.End();
            Assert.Equal(JsonValueKind.Null, Last?.GetProperty("confirmed").ValueKind);
        }

        public UnconfirmedUpgrade(UnconfirmedUpgrade other)
        {
            Install("");
            _ = Home.PointCurrentTo("upgrades/v2");
            Assert.Equal(
                0, Home.Shell($"cp -a '{other.Home.In("data")}' . && cp -a '{other.Home.In("cosmovisor")}'/*.json* cosmovisor/").Code);
        }

        public NodeHome Home { get; } = new();

        public bool IsConfirmed => Last is { } last && last.GetProperty("confirmed").ValueKind == JsonValueKind.True;

        private JsonElement? Last => File.Exists(Home.In("cosmovisor/state.json")) && JsonDocument.Parse(File.ReadAllText(Home.In(
            "cosmovisor/state.json"))).RootElement.GetProperty("lastUpgrade") is { ValueKind: JsonValueKind.Object } last ? last : null;

        public void End(Run run, bool under)
        {
            if (!run.HasEnded)
            {
                if (under)
                {
                    Killer.Terminate(Home, run);
                }
                else
                {
                    run.Signal(Run.Terminate);
                }

                _ = run.End();
            }
        }

        public void IsWhole(string when)
        {
            Assert.True(Home.Current == "upgrades/v2", $"{when}: current points to {Home.Current}");
            var state = File.ReadAllText(Home.In("cosmovisor/state.json"));
            Assert.True(JsonSchema.Faults("state.schema.json", state) is [], $"{when}: {state}");
        }

        public void GoesOnAndIsConfirmedOnce(string when)
        {
            using var run = Home.Start("start");
            _ = run.Await($"that it is confirmed, {when}: {Home.Log}", () => IsConfirmed);
            End(run, under: false);

            var lines = File.ReadAllLines(Home.In("cosmovisor/history.jsonl"));
            Assert.True(
                lines.Count(line => line.Contains("\"result\":\"done\"", StringComparison.Ordinal)) == 1,
                $"{when}: {string.Join('\n', lines)}");
            var downtimes = lines.Count(line => line.Contains("\"downtime\":", StringComparison.Ordinal) && line.EndsWith('}'));
            Assert.True(downtimes == 1 || (downtimes == 0 && Home.Log.Contains(
                "the downtime of the upgrade could not be added to the history",
                StringComparison.Ordinal)), $"{when}: {downtimes} downtimes\n{Home.Log}");

            var history = Home.Ctl("history", "--json");
            Assert.True(
                history.Code == 0 && JsonSchema.Faults("history.schema.json", history.Output) is [],
                $"{when}: {history.Output}{history.Error}");
        }

        public void Dispose() => Home.Dispose();

        private void Install(string v2)
        {
            var chain = $"--era 0.50 --block-time 20 --plan v2@10 --home {Home.Path}";
            _ = Home.InstallNode("genesis", chain).InstallNode(
                "upgrades/v2", $"--as v2 --handles v2 {chain} --rpc unix://{Home.In("rpc.sock")} {v2}")
                .Write("config/node_key.json", NodeKey).Write("config/config.toml", $"[rpc]\nladdr = \"unix://{Home.In("rpc.sock")}\"\n")
                .Set("COSMOVISOR_LOOK_AHEAD", "0s").Set("UNSAFE_SKIP_BACKUP", "true").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
            _ = Directory.CreateDirectory(Home.In("data"));
        }
    }
}
