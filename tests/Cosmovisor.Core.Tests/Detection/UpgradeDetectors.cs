using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class UpgradeDetectors
{
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 100);
    private static readonly UpgradePlan V3 = Watched.Plan("v3", 200);

    private static readonly Observation[] Everything =
    [
        .. from plan in (UpgradePlan[])[V2, V3, Watched.Plan("V2", 100), Watched.Plan("v1", 50), Watched.Plan("skipped", 300)]
           from seen in (Observation[])
           [
               new Observation.Announced(plan), new Observation.Halted(plan.Name), new Observation.PlanFileSeen(plan),
               new Observation.BinaryAhead(plan.Name),
           ]
           select seen,
        new Observation.Unusable("the upgrade has no name"),
    ];

    private static Knowledge AtV1 => new("v1", SkipHeights.FromArguments(["start", "--unsafe-skip-upgrades", "300"]));

    [Fact]
    public static void UpgradeWhenTheAnnouncedPlanHaltsTheNode() =>
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, new Observation.Announced(V2), new Observation.Halted("v2")));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(137)]
    public static void UpgradeWhenTheNodeEndsAfterItsAnnouncementWhateverItsCode(int code) =>
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, new Observation.Announced(V2), Watched.Exit(code)));

    [Fact]
    public static void UpgradeFromGenesis() =>
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(Watched.Genesis(), new Observation.PlanFileSeen(V2)));

    [Fact]
    public static void UpgradeToTheLastPlanAnnounced() =>
        Assert.Equal(
            new Decision.Upgrade(V3),
            Watched.Decide(
                AtV1, new Observation.Announced(V2), new Observation.Announced(V3), new Observation.Halted("v2"),
                new Observation.Halted("v3")));

    [Fact]
    public static void KeepRunningOnAHaltThatNothingAnnounced()
    {
        Assert.Null(Watched.Decide(AtV1, new Observation.Halted("v2")));
        Assert.Equal(new Decision.Exit(2), Watched.Decide(AtV1, new Observation.Halted("v2"), Watched.Exit(2)));
    }

    [Fact]
    public static void TakeAHaltAndItsAnnouncementInEitherOrder() =>
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, new Observation.Halted("v2"), new Observation.Announced(V2)));

    [Fact]
    public static void UpgradeWhenTheNodeEndsByAPanicThatIsItsPlanThoughNothingAnnouncedIt() =>
        Assert.Equal(
            new Decision.Upgrade(V2),
            Watched.Decide(AtV1, new Observation.Halted("v2", V2), new Observation.Halted("v2"), Watched.Exit(2)));

    [Theory]
    [InlineData("skipped", 300)]
    [InlineData("v1", 50)]
    public static void NeverUpgradeForAPanicOfASkippedOrARunningPlan(string name, long height) =>
        Assert.IsNotType<Decision.Upgrade>(Watched.Decide(AtV1, new Observation.Halted(name, Watched.Plan(name, height)), Watched.Exit(2)));

    [Fact]
    public static void CompleteAnInfoThatItsLineCutFromTheErrorOfTheHalt()
    {
        var whole = Watched.Plan("v2", 100, "{\n \"binaries\": {}\n}");

        Assert.Equal(
            new Decision.Upgrade(whole),
            Watched.Decide(AtV1, new Observation.Announced(Watched.Plan("v2", 100, "{")), new Observation.Halted("v2", whole)));
    }

    [Fact]
    public static void KeepAnInfoThatTheErrorOfTheHaltContradicts() =>
        Assert.Equal(
            new Decision.Upgrade(V2),
            Watched.Decide(AtV1, new Observation.Announced(V2), new Observation.Halted("v2", Watched.Plan("v2", 101, "other"))));

    [Theory]
    [InlineData("v3")]
    [InlineData("V2")]
    [InlineData("v2 ")]
    public static void KeepRunningOnAHaltForAnotherPlan(string name) =>
        Assert.Null(Watched.Decide(AtV1, new Observation.Announced(V2), new Observation.Halted(name)));

    [Theory]
    [InlineData("v1")]
    [InlineData("V1")] // the folder may have been lower-cased
    public static void KeepRunningOnAPlanFileOfTheRunningVersion(string name) =>
        Assert.Null(Watched.Decide(AtV1, new Observation.PlanFileSeen(Watched.Plan(name), PlanFileMeaning.Own)));

    [Fact]
    public static void LeaveAPlanAtASkipHeightAloneWhateverTheWitness() =>
        Assert.Equal(
            new Decision.Exit(3),
            Watched.Decide(
                AtV1,
                new Observation.Announced(Watched.Plan("skipped", 300)),
                new Observation.Halted("skipped"),
                new Observation.PlanFileSeen(Watched.Plan("skipped", 300)),
                Watched.Exit(3)));

    [Fact]
    public static void PassOnTheCodeOfAnOrdinaryEnd()
    {
        Assert.Equal(new Decision.Exit(3), Watched.Decide(AtV1, Watched.Exit(3)));
        Assert.Equal(new Decision.Exit(137), Watched.Decide(AtV1, new Observation.DaemonExited(new DaemonEnd.Killed(9))));
        Assert.Equal(new Decision.Exit(1), Watched.Decide(AtV1, new Observation.BinaryAhead("v2"), Watched.Exit(1)));
    }

    [Fact]
    public static void EndWhenToldToEvenIfAnUpgradeIsDue() =>
        Assert.Equal(
            new Decision.Exit(143),
            Watched.Decide(
                AtV1,
                new Observation.Announced(V2),
                new Observation.StopAsked(15),
                new Observation.Halted("v2"),
                new Observation.DaemonExited(new DaemonEnd.Killed(15))));

    [Theory]
    [InlineData("v1")]
    [InlineData("V1")]
    public static void RefuseToUpgradeABinaryToItself(string name)
    {
        var announced = new Observation.Announced(Watched.Plan(name));

        var halted = Assert.IsType<Decision.Refuse>(Watched.Decide(AtV1, announced, new Observation.Halted(name)));
        var exited = Assert.IsType<Decision.Refuse>(Watched.Decide(AtV1, announced, Watched.Exit(2)));

        Assert.Contains("upgrades/v1", halted.Reason, StringComparison.Ordinal);
        Assert.Contains("ended with code 2", exited.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void NeverUpgradeOnAnnouncementsAlone() =>
        Gen.OneOf([.. Everything.Where(seen => seen is Observation.Announced or Observation.BinaryAhead or Observation.Unusable)])
            .Array[0, 30].Sample(seen => Assert.Null(Watched.Decide(AtV1, seen)));

    [Fact]
    public static void NeverUpgradeOnHaltsAlone() =>
        Gen.OneOf([.. Everything.Where(seen => seen is Observation.Halted or Observation.BinaryAhead)])
            .Array[0, 30].Sample(seen => Assert.Null(Watched.Decide(AtV1, seen)));

    [Fact]
    public static void NeverUpgradeOnceToldToEnd() =>
        Gen.OneOf(Everything).Array[0, 30].Sample(seen =>
            Assert.Equal(new Decision.Exit(7), Watched.Decide(AtV1, [new Observation.StopAsked(15), .. seen, Watched.Exit(7)])));

    [Fact]
    public static void UpgradeOnlyToAPlanThatWasSeenAndIsNeitherSkippedNorRunning() =>
        Gen.OneOf(Everything).Array[0, 30].Sample(seen =>
        {
            if (Watched.Decide(AtV1, seen) is Decision.Upgrade { Plan: var plan })
            {
                Assert.Contains(seen, one => one is Observation.PlanFileSeen file && file.Plan == plan
                    || one is Observation.Announced said && said.Plan == plan);
                Assert.DoesNotContain(plan.Name, (string[])["skipped", "v1"]);
            }
        });

    [Fact]
    public static void AreNotDistractedFromAnUpgradeByWhatDoesNotMatter() =>
        Gen.OneOf(
                new Observation.BinaryAhead("v2"),
                new Observation.Unusable("the upgrade has no name"),
                new Observation.Halted("v3"),
                new Observation.PlanFileSeen(Watched.Plan("v1"), PlanFileMeaning.Own),
                (Observation)new Observation.Announced(Watched.Plan("skipped", 300)))
            .Array[0, 10].Sample(others => Assert.Equal(
                new Decision.Upgrade(V2),
                Watched.Decide(AtV1, [.. others, new Observation.Announced(V2), .. others, new Observation.Halted("v2")])));

    [Theory]
    [InlineData(PlanFileMeaning.Doubtful)]
    [InlineData(PlanFileMeaning.Passed)]
    public static void UpgradeOnAPlanFileInDoubtWhenTheNodeEndsOrStandsStill(object meaning)
    {
        var filed = new Observation.PlanFileSeen(V2, (PlanFileMeaning)meaning);

        Assert.Null(Watched.Decide(AtV1, filed));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, filed, Watched.Exit(0)));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, filed, new Observation.NodeStandsStill()));
        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, filed, new Observation.NodeGoesOn(), Watched.Exit(0)));
    }

    [Fact]
    public static void LetAPlanFileWaitForItsHeight()
    {
        var filed = new Observation.PlanFileSeen(V2, PlanFileMeaning.Coming);

        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, filed, new Observation.NodeStandsStill(), Watched.Exit(0)));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, filed, new Observation.Announced(V2), new Observation.Halted("v2")));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, filed, new Observation.PlanFileSeen(V2)));
    }

    [Fact]
    public static void UpgradeOnAPlanFileThatHasWaitedOnlyWhenTheNodeHalts()
    {
        var near = new Observation.PlanFileSeen(V2, PlanFileMeaning.Near);

        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, near, Watched.Exit(0)));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, near, new Observation.NodeStandsStill()));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, near, new Observation.Announced(V2), new Observation.Halted("v2")));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, near, new Observation.PlanFileSeen(V2)));
    }

    [Fact]
    public static void TakeAnEndThatWeHaveCausedForNoWordOfTheNode()
    {
        var ours = new Observation.DaemonExited(new DaemonEnd.Exited(0)) { IsOurs = true };
        Observation.PlanFileSeen Filed(string name, PlanFileMeaning meaning) => new(Watched.Plan(name), meaning);

        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, Filed("v1", PlanFileMeaning.Own), ours));
        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, Filed("v2", PlanFileMeaning.Doubtful), ours));
        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, Filed("v2", PlanFileMeaning.Passed), ours));
        Assert.Equal(new Decision.Exit(0), Watched.Decide(AtV1, new Observation.NeedsVersion("v2", V2), ours));

        // It was on its way into it.
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, new Observation.Announced(V2), ours));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, new Observation.Halted("v2", V2), ours));
    }

    [Fact]
    public static void RefuseABinaryThatWritesThePlanFileOfItsOwnVersionAndEnds()
    {
        var own = new Observation.PlanFileSeen(Watched.Plan("v1"), PlanFileMeaning.Own);

        Assert.Contains("is not the binary of the upgrade",
            Assert.IsType<Decision.Refuse>(Watched.Decide(AtV1, own, Watched.Exit(1))).Reason, StringComparison.Ordinal);
        _ = Assert.IsType<Decision.Refuse>(Watched.Decide(AtV1, own, new Observation.NodeStandsStill()));
        Assert.Equal(new Decision.Exit(1), Watched.Decide(AtV1, own, new Observation.NodeGoesOn(), Watched.Exit(1)));
        Assert.Equal(new Decision.Exit(1), Watched.Decide(AtV1, own, new Observation.StopAsked(15), Watched.Exit(1)));
    }

    [Fact]
    public static void TakeTheVersionThatTheDataNeedsWhereTheDiskNamesItToo()
    {
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(AtV1, new Observation.NeedsVersion("v2", V2), Watched.Exit(1)));
        Assert.Equal(new Decision.Exit(1), Watched.Decide(AtV1, new Observation.NeedsVersion("v2"), Watched.Exit(1)));
    }

    [Fact]
    public static void SayWhetherTheNodeItselfMadeASecondWitness()
    {
        bool IsAlone(params Observation[] seen) => Assert.IsType<Decision.Upgrade>(Watched.FirstOf(AtV1, seen)).IsOnTheLogAlone;

        Assert.True(IsAlone(new Observation.Announced(V2), Watched.Exit(2)));
        Assert.True(IsAlone(new Observation.Announced(V2), new Observation.Halted("v2")));
        Assert.False(IsAlone(new Observation.Announced(V2), new Observation.Halted("v2", V2)));
        Assert.False(IsAlone(new Observation.PlanFileSeen(V2, PlanFileMeaning.Coming), new Observation.Announced(V2), Watched.Exit(2)));
        Assert.False(IsAlone(new Observation.PlanFileSeen(V2)));
    }

    [Fact]
    public static void SayWhetherTheNodeMayGoOn()
    {
        Assert.Equal(
            new Decision.Upgrade(V2) { IsByTheFileAlone = true, MayStillRun = true },
            Watched.FirstOf(AtV1, new Observation.PlanFileSeen(V2, CanBeWatched: true)));
        Assert.Equal(new Decision.Upgrade(V2) { IsByTheFileAlone = true }, Watched.FirstOf(AtV1, new Observation.PlanFileSeen(V2)));
        Assert.Equal(new Decision.Upgrade(V2), Watched.FirstOf(
            AtV1, new Observation.PlanFileSeen(V2, PlanFileMeaning.Doubtful, CanBeWatched: true), new Observation.NodeStandsStill()));
    }
}
