using System.Text;
using System.Text.Json;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.LookAhead;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Events;

/// <summary>What state.json says, from happening to happening.</summary>
public static class StatesOfANode
{
    private static readonly Happening Started = new Happening.SupervisorStarted("v1.0.0", "classic", "/home", "simd", "genesis", 10, []);
    private static readonly Happening OldRuns = new Happening.DaemonStarted("genesis", 11, null);
    private static readonly Happening OldEnds = new Happening.DaemonEnded(new DaemonEnd.Killed(15), 11);
    private static readonly Happening NewRuns = new Happening.DaemonStarted("upgrades/v2", 12, TimeSpan.FromSeconds(3));
    private static readonly Happening Began = new Happening.UpgradeBegan(AllHappenings.Plan, "genesis");
    private static readonly Happening Done = new Happening.UpgradeDone(AllHappenings.Journal, TimeSpan.FromSeconds(3));

    [Fact]
    public static void OfARunningNode()
    {
        var state = After(Started, OldRuns);

        Assert.Equal(
            ("running", 11, "genesis", "genesis", 1L),
            (state.Daemon.State, state.Daemon.Pid, state.Daemon.Version, state.Daemon.Current, state.Daemon.Lives));
        Assert.Equal((10, "v1.0.0", "classic"), (state.Supervisor.Pid, state.Supervisor.Version, state.Supervisor.Contract));
        Assert.Null(state.Trouble);
    }

    [Fact]
    public static void OfAnAnnouncedUpgradeUntilItBegins()
    {
        var announced = After(Started, OldRuns, new Happening.PlanAnnounced(AllHappenings.Plan));

        Assert.Equal(new PlanAhead("v2", 49), announced.WaitingFor);
        Assert.Null(announced.After(Began, AllHappenings.Noon).WaitingFor);
    }

    [Fact]
    public static void OfAnUpgradeStepByStep()
    {
        var state = After(
            Started,
            OldRuns,
            Began,
            new Happening.StepBegan(UpgradeStep.Stage, "v2"),
            new Happening.StepDone(UpgradeStep.Stage, "v2", TimeSpan.FromSeconds(2)),
            new Happening.StepBegan(UpgradeStep.Stop, "v2"),
            OldEnds);

        Assert.Equal("stopped", state.Daemon.State);
        Assert.Equal("Stop", state.Upgrade!.Step);
        Assert.Equal(
            [("Stage", 2.0, "done"), ("Stop", null, "running")], state.Upgrade.Steps.Select(step => (step.Step, step.Took, step.Result)));
        Assert.Equal(new LifeEnd(143, "TERM", AllHappenings.Noon), state.Daemon.LastEnd);
    }

    [Fact]
    public static void OfAnUpgradeThatIsDone()
    {
        var state = After(Started, OldRuns, Began, OldEnds, Done, NewRuns);

        Assert.Null(state.Upgrade);
        Assert.Equal(
            ("running", "v2", "upgrades/v2", 2L), (state.Daemon.State, state.Daemon.Version, state.Daemon.Current, state.Daemon.Lives));
        Assert.Equal(("v2", "genesis", "upgrades/v2", 3.0, "done", "unknown"), (state.LastUpgrade!.Name, state.LastUpgrade.From,
            state.LastUpgrade.To, state.LastUpgrade.Downtime, state.LastUpgrade.Result, state.LastUpgrade.Signed));
        Assert.Null(state.LastUpgrade.Confirmed);
    }

    [Fact]
    public static void OfAnUpgradeThatFailedUntilTheNodeRunsAgain()
    {
        var failed = After(Started, OldRuns, Began, new Happening.StepFailed(UpgradeStep.Stage, "v2", "no binary", TimeSpan.Zero),
            new Happening.UpgradeFailed(AllHappenings.Plan, UpgradeStep.Stage, "upgrade \"v2\" failed\nsee https://a:secret@b/c"));

        Assert.Null(failed.Upgrade);
        Assert.Equal(("failed", "ended"), (failed.LastUpgrade!.Result, failed.Daemon.State));
        Assert.Equal("upgrade \"v2\" failed see https://***@b/c", failed.Trouble);
        Assert.Null(failed.After(OldRuns, AllHappenings.Noon).Trouble);
    }

    [Fact]
    public static void OfASwitchThatWasTakenBack()
    {
        var state = After(Started, Done, NewRuns, new Happening.DaemonEnded(new DaemonEnd.Exited(2), 12),
            new Happening.UpgradeTakenBack(AllHappenings.Journal, "it died", IsByItself: true), new Happening.SupervisorEnded(2));

        Assert.Equal(("taken-back", "genesis", "ended"), (state.LastUpgrade!.Result, state.Daemon.Current, state.Daemon.State));
        Assert.Contains("was taken back", state.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public static void DoNotChangeWithWhatIsNoneOfTheirs()
    {
        var state = After(Started, OldRuns);

        Assert.Same(state, state.After(new Happening.SignalPassedOn("HUP", 11, AsksToEnd: false), AllHappenings.Noon.AddHours(1)));
    }

    [Fact]
    public static void GoOnWithWhatAnEarlierRunKnew()
    {
        var earlier = After(Started, OldRuns, Began, OldEnds, Done, NewRuns);

        var state = After(Started, NewRuns).Following(earlier);

        Assert.Equal(3, state.Daemon.Lives);
        Assert.Equal(earlier.LastUpgrade, state.LastUpgrade);
        Assert.Equal(earlier.Daemon.LastEnd, state.Daemon.LastEnd);
    }

    [Fact]
    public static void AreWrittenAsTheSchemaHasItAndReadBackTheSame()
    {
        Happening[] story = [Started, OldRuns, new Happening.PlanAnnounced(
            AllHappenings.Plan), Began, new Happening.StepBegan(UpgradeStep.Stage, "v2"), OldEnds, Done, NewRuns,
            new Happening.UpgradeApplied("v2", 49, 49, 49, TimeSpan.FromSeconds(1)),
            new Happening.ResultDiffers("v2", 49, "it differs"),
            new Happening.UpgradeConfirmed("v2", 49, 50, TimeSpan.FromSeconds(9)) { Down = new(9, 0, 1, 2, 0, 0.1, 0.1, 3, 2.8) },
            new Happening.SignatureChecked("v2", "yes")
            ];

        for (var length = 1; length <= story.Length; length++)
        {
            var state = After(story[..length]);
            var text = NodeStateText.Write(state);

            Assert.Empty(JsonSchema.Faults("state.schema.json", Encoding.UTF8.GetString(text)));
            Assert.True(NodeStateText.Read(text).IsOk(out var read, out _));
            Assert.Equal(text, NodeStateText.Write(read!));
        }
    }

    // A serializer finds every property; what is written by hand must have them all.
    [Fact]
    public static void LeaveNoFieldOut()
    {
        NodeState[] states =
        [
            After(Started),
            After(Started, OldRuns, Began, new Happening.StepBegan(UpgradeStep.Stage, "v2")),
            Full,
            Full with
            {
                Upgrade = Full.Upgrade! with { Progress = null, Step = null },
                LastUpgrade = Full.LastUpgrade! with { To = null, Downtime = null, Confirmed = null },
                Held = []
            },
        ];

        Assert.All(states, state =>
        {
            var text = NodeStateText.Write(state);

            Assert.True(
                JsonElement.DeepEquals(
                    JsonSerializer.SerializeToElement(state, AsASerializerHasIt),
                    JsonSerializer.Deserialize<JsonElement>(text)), Encoding.UTF8.GetString(text));
            Assert.True(NodeStateText.Read(text).IsOk(out var read, out var why), why);
            Assert.Equal(text, NodeStateText.Write(read!));
        });
    }

    [Fact]
    public static void OfAnEarlierVersionOfOursAreReadWithoutWhatItDidNotKnow()
    {
        var text = Encoding.UTF8.GetString(NodeStateText.Write(After(Started, OldRuns)))
            .Replace("\"held\": []", "\"other\": 1", StringComparison.Ordinal);

        Assert.True(NodeStateText.Read(Encoding.UTF8.GetBytes(text)).IsOk(out var read, out var why), why);
        Assert.Empty(read!.Held);
    }

    [Fact]
    public static void FollowAnUpgradeUntilItIsConfirmed()
    {
        Happening[] done =
            [Started, OldRuns, Began, OldEnds, Done, NewRuns, new Happening.UpgradeApplied("v2", 49, 49, 49, TimeSpan.FromSeconds(1))];
        var late = After([.. done, new Happening.UpgradeUnconfirmed("v2", 49, TimeSpan.FromMinutes(15), "no power")]);
        var agreed = After([
            .. done,
            new Happening.UpgradeUnconfirmed("v2", 49, TimeSpan.FromMinutes(15), "no power"),
            new Happening.UpgradeConfirmed("v2", 49, 50, TimeSpan.FromHours(2))
        ]);

        Assert.Equal(
            (false, "unconfirmed", "the upgrade is not confirmed: no power", "the upgrade is not confirmed: no power"),
            (late.LastUpgrade!.Confirmed, late.LastUpgrade.Confirmation, late.LastUpgrade.Missing, late.Trouble));
        Assert.Equal(
            (true, "confirmed", null, null),
            (agreed.LastUpgrade!.Confirmed, agreed.LastUpgrade.Confirmation, agreed.LastUpgrade.Missing, agreed.Trouble));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"version\":1,\"at\":\"2026-11-28T12:00:00.000Z\",\"supervisor\":null,\"daemon\":null}")]
    [InlineData("{\"version\":1.5}")]
    [InlineData("{\"version\":\"1\"}")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":1,\"at\":\"yesterday\"}")]
    [InlineData("{\"version\":2,\"at\":\"2026-11-28T12:00:00.000Z\",\"supervisor\":null,\"daemon\":null}")]
    [InlineData("{\"at\":\"\\ud800\"}")]
    public static void AreNeverReadFromWhatIsNone(string text)
    {
        Assert.False(NodeStateText.Read(Encoding.UTF8.GetBytes(text)).IsOk(out _, out var why));
        Assert.StartsWith("it ", why, StringComparison.Ordinal);
    }

    [Fact]
    public static void KnowWhereTheNodesDataWasInItsLastRun()
    {
        var started = (Happening.SupervisorStarted)Started;
        var elsewhere = started with { Elsewhere = new NodeFolders("/big", "/big/data") };

        Assert.Equal(("/big", "/big/data"), Where(After(elsewhere)));
        Assert.Equal(("/big", "/big/data"), Where(After(elsewhere, started with { IsNode = false })));
        Assert.Equal((null, null), Where(After(elsewhere, started)));

        static (string?, string?) Where(NodeState state) => (state.Daemon.Home, state.Daemon.Data);
    }

    private static JsonSerializerOptions AsASerializerHasIt { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new UtcTimeConverter() }
    };

    private static NodeState Full { get; } = new(
        AllHappenings.Noon, new SupervisorState(7, "v0.2.0", "sdk", AllHappenings.Noon),
        new DaemonState("gaiad", "v2", "running", 11, AllHappenings.Noon, "upgrades/v2", 3, new LifeEnd(137, "KILL", AllHappenings.Noon))
        {
            Home = "/big/home",
            Data = "/big/home/data",
        },
        new UpgradeState(
            "v3", 9, "Backup", AllHappenings.Noon, [new StepState("Stage", AllHappenings.Noon, 0.5, "done")], new StepProgress(1, 2, 3)),
        new LastUpgrade("v2", 5, "genesis", "upgrades/v2", AllHappenings.Noon, 1.25, "done", Confirmed: true, Signed: "yes"),
        new PlanAhead("v4", 20), "a \"trouble\" <&> ü", 4)
    {
        Held = [new HoldState("fleet", "me", "because", AllHappenings.Noon)],
    };

    private static NodeState After(params Happening[] story) =>
        story.Aggregate(NodeStateChange.Nothing(AllHappenings.Noon), (state, happening) => state.After(happening, AllHappenings.Noon));
}
