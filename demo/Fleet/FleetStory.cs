using System.Diagnostics;

namespace Cosmovisor.Demo.Fleet;

/// <summary>
/// The demo of a fleet, to be read top to bottom. What is shown was seen in this very run, and each <see cref="Expect"/> can end it.
/// </summary>
internal sealed class FleetStory : IDisposable
{
    private const string Patch = "v2.1";
    private const string Bad = "canary-2";
    private const int MostTries = 10;
    private const int VotedAt = 8;
    private const int UpgradeAt = 150;
    private const int BlockMilliseconds = 400;

    // Of a whole rollout: a turn waits for two blocks, and for the agents' looks between.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Names = ["canary-1", Bad, "sentry-1", "sentry-2", "sentry-3"];

    private static readonly string Chain =
        $"--era 0.50 --log_no_color --plan v2@{UpgradeAt} --voted-at {VotedAt} --block-time {BlockMilliseconds}";

    private readonly Options _options;
    private readonly FleetPlace _place;
    private readonly Screen _screen;
    private readonly CancellationToken _interrupted;
    private readonly ReleaseSite _site = new();
    private readonly DemoEtcd _etcd;
    private readonly Machine[] _all;

    public FleetStory(Options options, FleetPlace place, string etcd, Screen screen, CancellationToken interrupted)
    {
        (_options, _place, _screen, _interrupted) = (options, place, screen, interrupted);
        _etcd = new DemoEtcd(etcd, place.In("etcd"));
        _all =
        [
            .. from name in Names
               select new Machine(place, name, name.Split('-')[0], _etcd.Fleet, _site.Host, Version("v1")),
        ];
    }

    /// <summary>What the machines have logged; for whoever has to find out what went wrong.</summary>
    public string Logs => string.Concat(_all.Select(machine => $"{machine.Name}:\n{machine.Log}"));

    public void Tell()
    {
        Start();
        Schedule();
        Halt();
        Roll();
        Mend();
    }

    public void Dispose()
    {
        Array.ForEach(_all, machine => machine.Dispose());
        _etcd.Dispose();
        _site.Dispose();
    }

    private Machine At(string name) => _all.First(machine => machine.Name == name);

    private void Start()
    {
        _screen.Chapter("Five machines, one fleet");
        _screen.Tell(
            "Each has a node under cosmovisor, and an agent beside them. The agents know each other by etcd; no node ever waits for it.",
            "Two machines are canaries: whatever is new runs there first. Three are sentries. Here all five are folders of one machine.");
        _screen.Command($"export COSMOVISOR_FLEET={_etcd.Fleet}");
        Await("that etcd answers", () => _etcd.Answers);
        At(Bad).UseScript($"#!/bin/sh\n[ \"$1\" != {Patch} ] || {{ echo 'no room for the new index'; exit 1; }}\n");
        Array.ForEach(_all, machine => machine.StartNode());
        Array.ForEach(_all, machine => machine.StartAgent());
        Await("that all five are members", () => Ctl("fleet", "status").Said.Count(line => Array.Exists(_all, one => line.Contains(
            one.Name, StringComparison.Ordinal)) && line.Contains("running", StringComparison.Ordinal)) == _all.Length);
        Show("fleet", "status");
    }

    private void Schedule()
    {
        _screen.Chapter("The chain votes, and one command prepares five machines");
        _screen.Tell(
            $"In block {VotedAt} a proposal passed: v2 from block {UpgradeAt} on. The operator names the release once, with its checksum.");
        var link = _site.Publish("v2", Release.Publish(_place.In("v2.tar.gz"), Version("v2")));
        Done("fleet", "schedule", "add", "v2", "--height", $"{UpgradeAt}", "--link", link);
        Await("that all five are ready", () => Array.TrueForAll(
            _all, machine => File.Exists(Path.Join(machine.Home, "cosmovisor/upgrades/v2/bin", DemoHome.DaemonName))));
        Show("fleet", "schedule", "list");
        _screen.Fact("v2 lies ready on all five machines, downloaded and checked; every one of them still runs v1");
        Expect.That(Array.TrueForAll(_all, machine => machine.Current == "genesis"), "a machine was switched before the height");
    }

    private void Halt()
    {
        _screen.Chapter($"Block {UpgradeAt}: the chain halts, and every machine upgrades itself");
        Await("that all five run v2", () => Array.TrueForAll(_all, machine => machine.Current == "upgrades/v2"));
        Done("fleet", "schedule", "remove", "v2");
        Show("fleet", "status");
        _screen.Fact("five machines, each by its own cosmovisor: for this etcd was not needed");
    }

    private void Roll()
    {
        _screen.Chapter($"A patch release: {Patch}, one machine after the other");
        _screen.Tell(
            "It changes nothing that all must change at once, so nobody has to be down together: canaries first, one machine at a time.",
            $"{Bad} has a script of its own that will fail for this version. Nobody knows that yet.");
        var link = _site.Publish(Patch, Release.Publish(_place.In($"{Patch}.tar.gz"), Version(Patch)));
        Done("fleet", "rollout", Patch, "--link", link, "--order", "canary,sentry", "--max-unavailable", "1", "--soak", "2s");
        var most = 0;
        Await("that the rollout has stopped", () =>
        {
            most = Math.Max(most, _all.Count(machine => !machine.NodeRuns));
            return Ctl("fleet", "rollout", "list").Said.Any(line => line.Contains("stopped", StringComparison.Ordinal));
        });
        Show("fleet", "status");
        var on = _all.Where(machine => machine.Current == $"upgrades/{Patch}").Select(machine => machine.Name).ToArray();
        Expect.That(
            Array.TrueForAll(on, name => name.StartsWith("canary", StringComparison.Ordinal) && name != Bad),
            $"{Patch} runs on {string.Join(", ", on)}, and not on the good canary alone");
        Expect.That(most <= 1, $"{most} nodes were down at one time");
        _screen.Fact($"{Bad} failed at its script, and the rollout stopped there: no sentry was ever touched");
    }

    private void Mend()
    {
        _screen.Chapter("Mended, and resumed");
        _screen.Tell("The operator mends the script. The machine's init system starts cosmovisor again, which carries on where it was.");
        var bad = At(Bad);
        bad.UseScript("#!/bin/sh\n");
        bad.StartNode();
        Await($"that {Bad} runs {Patch}", () => bad.Current == $"upgrades/{Patch}" && bad.NodeRuns);
        Done("fleet", "rollout", "resume", Patch);
        Await("that the rollout is done", () => Array.TrueForAll(_all, machine => machine.Current == $"upgrades/{Patch}")
            && Ctl("fleet", "rollout", "list").Said.Any(line => line.Contains("done", StringComparison.Ordinal)));
        Show("fleet", "status");
        _screen.Fact($"{Patch} runs on all five; never were two of them down together");
    }

    private string Version(string name) => DemoHome.Script(
        _options.SimNode,
        $"--as {name} {(name == "v1" ? "" : "--handles v2 ")}{Chain} --home \"$DAEMON_HOME\" --rpc unix://\"$DAEMON_HOME\"/rpc.sock");

    private (int Code, IReadOnlyList<string> Said) Ctl(params string[] words) => _all[0].Ctl(_interrupted, words);

    private void Show(params string[] words)
    {
        _screen.Command($"cosmovisorctl {string.Join(' ', words)}");
        _screen.Quote(Ctl(words).Said);
    }

    // A busy machine may keep etcd from answering for once; the command says so, and may be given again.
    private void Done(params string[] words)
    {
        _screen.Command($"cosmovisorctl {string.Join(' ', words)}");
        var (code, said) = Ctl(words);

        for (var again = 0; code != 0
            && again < MostTries
            && said.Any(line => line.Contains("did not answer", StringComparison.Ordinal)); again++)
        {
            (code, said) = Ctl(words);
        }

        _screen.Quote(said);
        Expect.That(code == 0, $"cosmovisorctl {words[0]} {words[1]} ended with {code}: {string.Join(' ', said)}");
    }

    private void Await(string what, Func<bool> isSo)
    {
        var since = Stopwatch.GetTimestamp();

        while (!isSo())
        {
            _interrupted.ThrowIfCancellationRequested();
            Expect.That(Stopwatch.GetElapsedTime(since) < Patience, $"it did not come, within {Patience.TotalMinutes:0} minutes: {what}");
            Thread.Sleep(BetweenLooks);
        }
    }
}
