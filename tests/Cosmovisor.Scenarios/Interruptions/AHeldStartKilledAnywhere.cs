using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// A supervisor that waits for a hold dies, or its disk fails, at any call: no daemon is ever started before its time, unless the log says
/// that the hold cannot be read.
/// </summary>
public static class AHeldStartKilledAnywhere
{
    private const int Sampled = 24; // of all calls that touch the home; all of them with COSMOVISOR_EVERY_CALL=1
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Fact]
    public static void StartsNothingBeforeItsTime()
    {
        using var killer = Killer.Build();
        var points = Count(killer, all: false);
        var held = 0;

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, points) from how in new[] { "before", "after", "28", "5", "30" } select (
                Call: call, How: how)],
            harm => $"{harm.How} at change {harm.Call} of {points}",
            () => new HeldStart(Folder),
            (start, harm, when) =>
            {
                var end = killer.Strike(start.Home, harm.Call, harm.How, (harm.Call * 100) + harm.How.Length + harm.How[0]);
                Assert.True(end.Code is 0 or 1 or 137, $"{when}: ended with {end.Code}: {end.Error}");
                Assert.True(end.Code != 1 || end.Error.Length > 0, $"{when}: nothing was said");
                _ = start.WasHeld ? Interlocked.Increment(ref held) : 0;
                start.IsObeyed(when);
                start.IsOver(when);
            });

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} changes of a disk, {held} of {points * 5} were held");
        Assert.True(held > points, $"only {held} of {points * 5} were held: this proves nothing");
    }

    [Fact]
    public static void StartsNothingBeforeItsTimeUnlessItSaysThatTheHoldCannotBeRead()
    {
        using var killer = Killer.Build();
        var calls = Count(killer, all: true);
        var step = Environment.GetEnvironmentVariable("COSMOVISOR_EVERY_CALL") == "1" ? 1 : Math.Max(1, calls / Sampled);

        EveryHarm.IsSurvived(
            [.. from call in Enumerable.Range(1, calls) where call % step == 0 from errno in step == 1
                ? new[] { 5, 13 } : [call / step % 2 == 0 ? 5 : 13] select (Call: call, Errno: errno)],
            harm => $"errno {harm.Errno} at call {harm.Call} of {calls}",
            () => new HeldStart(Folder),
            (start, harm, when) =>
            {
                var end = killer.StrikeAny(start.Home, harm.Call, harm.Errno, (harm.Call * 100) + harm.Errno, ["start"]);
                Assert.True(end.Code is 0 or 1 or 66 or 70, $"{when}: ended with {end.Code}: {end.Error}");
                Assert.True(end.Code == 0 || end.Error.Length > 0, $"{when}: nothing was said");

                if (!start.Home.Log.Contains("is refused and has no effect", StringComparison.Ordinal))
                {
                    start.IsObeyed(when);
                }

                start.IsOver(when);
            });
    }

    private static int Count(Killer killer, bool all)
    {
        using var start = new HeldStart(Folder);
        var points = all ? killer.CountAll(start.Home, ["start"]).Calls : killer.Count(start.Home, id: 0);
        Assert.True(start.WasHeld && points > 5, $"{points} calls\n{start.Home.Log}");
        start.IsObeyed("without any harm");
        return points;
    }

    /// <summary>A home whose node may not be started for two seconds.</summary>
    private sealed class HeldStart : IDisposable
    {
        private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(2000);

        private readonly DateTimeOffset _until =
            DateTimeOffset.FromUnixTimeMilliseconds((DateTimeOffset.UtcNow + Time).ToUnixTimeMilliseconds());
        private readonly string _hold;

        public HeldStart(string folder)
        {
            _hold =
                $$"""{"version":1,"who":"a test","reason":"a reason","until":"{{_until.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}"}""";
            Home = new NodeHome(folder)
                .Install("genesis", "date +%s%3N >>\"$DAEMON_HOME/starts\"")
                .PointCurrentTo("genesis")
                .Write("cosmovisor/holds/window.json", _hold)
                .Set("COSMOVISOR_LOOK_AHEAD", "0s");
        }

        public NodeHome Home { get; }

        public bool WasHeld => Home.Log.Contains("hold=window", StringComparison.Ordinal);

        private long[] Starts => File.Exists(Home.In("starts"))
            ? [.. File.ReadLines(Home.In("starts")).Select(line => long.Parse(line, CultureInfo.InvariantCulture))] : [];

        public void IsObeyed(string when) => Assert.True(
            Starts.All(start => start >= _until.ToUnixTimeMilliseconds()),
            $"{when}: started {string.Join(", ", Starts)}, held until {_until.ToUnixTimeMilliseconds()}\n{Home.Log}");

        /// <summary>The next start waits, too, and then the daemon runs.</summary>
        public void IsOver(string when)
        {
            var before = Starts;
            var end = Home.Run("start");
            Assert.True(
                end.Code == 0 && Starts.Length == before.Length + 1,
                $"{when}: the next start ended with {end.Code}: {end.Error}\n{Home.Log}");
            Assert.True(Starts[^1] >= _until.ToUnixTimeMilliseconds(), $"{when}: the next start did not wait\n{Home.Log}");
            Assert.True(File.ReadAllText(Home.In("cosmovisor/holds/window.json")) == _hold, $"{when}: the hold is not what it was");
            var state = File.ReadAllText(Home.In("cosmovisor/state.json"));
            Assert.True(
                JsonSchema.Faults("state.schema.json", state) is [] && state.Contains("\"held\": []", StringComparison.Ordinal),
                $"{when}: {state}");
        }

        public void Dispose() => Home.Dispose();
    }
}
