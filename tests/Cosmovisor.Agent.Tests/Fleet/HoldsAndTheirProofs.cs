using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Agent.Node;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>What ends a member's holds, and what does not: each answer of the fleet by itself.</summary>
public sealed class HoldsAndTheirProofs : IDisposable
{
    private static readonly FleetAnswer Unasked = new FleetAnswer.Away(IsAsked: false, Evidence: null);

    private readonly TemporaryFolder _folder = new("holds");
    private readonly SetClock _clock = new();
    private readonly List<string> _said = [];
    private readonly HomeFiles _files;
    private readonly MemberRecord _me =
        new("b", "b-i", "b", new Dictionary<string, string> { ["group"] = "sentry" }, "stopped") { ChainId = "c" };

    public HoldsAndTheirProofs()
    {
        _ = _folder.MakeFolder("cosmovisor");
        _ = _folder.MakeFolder("config");
        _files = new HomeFiles(_folder.Path);
        Stands("null");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASecondSignerThatWasSeenHoldsForFiveMinutesWhileNobodyAnswers()
    {
        var guards = Guards();
        HasKey();
        guards.Look(_me, Read(First, isSettled: true));
        var seen = _clock.Now;

        _clock.Now = seen + TimeSpan.FromMinutes(4.9);
        guards.Look(_me, Unasked);
        Assert.Equal(_clock.Now + TimeSpan.FromMinutes(1), Until("signer"));
        Assert.Contains(_said, words => words.StartsWith("the node stays held", StringComparison.Ordinal));

        var last = Until("signer");
        _clock.Now = seen + TimeSpan.FromMinutes(5.1);
        guards.Look(_me, Unasked);
        Assert.Equal(last, Until("signer"));

        _clock.Now = seen + TimeSpan.FromMinutes(6);
        guards.Look(_me, Unasked);
        Assert.Null(Until("signer"));
        Assert.Contains(_said, words => words.StartsWith("the node may start unproved", StringComparison.Ordinal));
    }

    [Fact]
    public void AViewThatMayLackTheOtherSignerEndsNoHold()
    {
        var guards = Guards();
        HasKey();
        guards.Look(_me, Read(First, isSettled: true));

        guards.Look(_me, Read(null, isSettled: false));
        Assert.NotNull(Until("signer"));

        guards.Look(_me, Read(null, isSettled: true));
        Assert.Null(Until("signer"));
    }

    [Fact]
    public void AChainInWhichNobodyElseSignsEndsIt()
    {
        var guards = Guards();
        HasKey();
        guards.Look(_me, new FleetAnswer.Away(IsAsked: true, "it signs elsewhere"));
        Assert.NotNull(Until("signer"));

        guards.Look(_me, new FleetAnswer.Away(IsAsked: true, Evidence: null));

        Assert.Null(Until("signer"));
    }

    [Fact]
    public void WhatAnEarlierAgentSawHoldsUntilItsHoldEnds()
    {
        HasKey();
        Guards().Look(_me, Read(First, isSettled: true));
        var guards = Guards();

        guards.Look(_me, Unasked);
        Assert.NotNull(Until("signer"));

        _clock.Now += TimeSpan.FromMinutes(1);
        guards.Look(_me, Unasked);
        Assert.Null(Until("signer"));
    }

    [Fact]
    public void AKeyThatHasSignedNothingHereIsAskedForWhileItsNodeDoesNotRun()
    {
        var guards = Guards();
        Assert.Null(guards.Key(_me));
        HasKey();

        Assert.NotNull(guards.Key(_me));
        Assert.Null(guards.Key(_me with { State = MemberRecord.Running }));
        Assert.False(guards.NeedMembers(_me)); // those with its key are enough
    }

    [Fact]
    public void AGateThatWasShutStaysShutWhereTheMembersWereNotRead()
    {
        var guards = Guards(gate: "canary");
        Assert.False(guards.NeedMembers(_me));

        // The upgrade begins between the question and the look.
        Stands("""{"name":"v2","height":100}""");
        Assert.True(guards.AtOnce());
        guards.Look(_me, new FleetAnswer.NotRead());

        Assert.NotNull(Until("gate"));
    }

    [Fact]
    public void TheGateIsShutByWhateverSeesTheUpgradeFirst()
    {
        var guards = Guards(gate: "canary");
        Stands("""{"name":"v2","height":100}""");

        Assert.True(guards.NeedMembers(_me));

        Assert.NotNull(Until("gate"));
    }

    private static MemberRecord First => new("a", "a-i", "a", new Dictionary<string, string>(), MemberRecord.Running) { Signer = Key };

    // Of the key in HasKey: SHA-256 of the bytes 0 to 31.
    private static string Key => Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData([.. Enumerable.Range(0, 32).Select(number => (byte)number)]));

    private FleetAnswer.Read Read(MemberRecord? other, bool isSettled)
    {
        MemberRecord[] records = other is null ? [_me] : [_me, other];
        var members = records.Select(record => new MemberView(new KnownMember(record.Id, record.Name, record.Labels), [record]));
        return new FleetAnswer.Read(new FleetView(members.ToDictionary(member => member.Id), [], []), isSettled, IsWhole: true);
    }

    private MemberGuards Guards(string? gate = null)
    {
        Assert.True(FleetAddress.Parse("etcd://127.0.0.1:1/test").IsOk(out var address, out _));
        var settings = new FleetSettings(new EtcdAccess(address)) { Labels = _me.Labels, Gate = gate };
        var home = new MemberHome(_files, new NodeQuestions(_files, new NodeClient(_files)), new NotesFile(_files.Root), settings, "b-i");
        return new MemberGuards(home, settings, _clock, new FleetNews(_said.Add));
    }

    private void HasKey() => File.WriteAllText(_folder.In("config", "priv_validator_key.json"),
        """{"address":"A","pub_key":{"type":"tendermint/PubKeyEd25519","value":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},"priv_key":{}}""");

    private void Stands(string upgrade) => File.WriteAllText(Path.Join(_files.Root, "state.json"),
        $$"""{"version":1,"daemon":{"name":"simd","state":"stopped","current":"genesis"},"upgrade":{{upgrade}},"lastUpgrade":null}""");

    private DateTimeOffset? Until(string which)
    {
        var path = Path.Join(_files.Root, "holds", $"fleet-{which}.json");

        if (!File.Exists(path))
        {
            return null;
        }

        using var hold = JsonDocument.Parse(File.ReadAllBytes(path));
        return hold.RootElement.GetProperty("until").GetDateTimeOffset();
    }

    // It stands still until it is set.
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;
    }
}
