using System.Text;
using System.Text.Json;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.LookAhead;
using Cosmovisor.Status;
using Cosmovisor.Tests.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.Status;

/// <summary>The status of a home, for people and for programs.</summary>
public static class HowAHomeStands
{
    private static readonly ComingPlan Coming = new("v2", 700, PlanSource.Chain, PlanStatus.Decided)
    {
        Info = "x",
        Proposal = 5,
        VotingEnds = Seen.Noon,
        CancelProposal = 6,
        CancelVotingEnds = Seen.Noon,
        BlocksLeft = 600,
        Eta = Seen.Noon.AddHours(1),
        EtaSpread = 3,
        Since = Seen.Noon,
        Reminded = Seen.Noon,
        Near = 3600,
        Binary = new BinarySeen(1, 2, "aa"),
        Checks = [new ReadinessCheck("binary", CheckResult.Problem, "there is none", "Put it there")],
    };

    private static readonly Outlook Full = new(Seen.Noon, Seen.Node with { SecondsPerBlock = 6, Spread = 0.1, IsForeign = true }, [Coming])
    {
        NextLook = Seen.Noon.AddMinutes(6),
        Backup = new BackupLook(Seen.Noon, 7),
        Trouble = "the proposals: none",
    };

    private static readonly NodeState State = new(
        Seen.Noon, new SupervisorState(7, "0.2.0", "sdk", Seen.Noon), new DaemonState(
            "noded", "v1", "running", 8, Seen.Noon.AddHours(-3), "upgrades/v1", 4, null),
        new UpgradeState("v2", 700, "Backup", Seen.Noon.AddMinutes(-1), [], new StepProgress(1 << 20, 4 << 20, 3)),
        new LastUpgrade("v1", 50, "genesis", "upgrades/v1", Seen.Noon, 3.2, "done"));

    private static readonly StatusReport Report = new(7, 8, "upgrades/v1", Full, null, new StatusUpgrade("v1", 50, "done", Seen.Noon, null))
    {
        State = State,
        Backups = new StatusBackups(2, "data-backup-2026-11-1")
    };

    [Fact]
    public static void IsOneScreen() => Assert.Equal(
        """
        supervisor  running, pid 7
        daemon      running, pid 8, version upgrades/v1, up 3h0m, life 4
        node        chain-1: height 100, 6 s a block (as http://127.0.0.1:26657 says; this home's node does not answer) (seen 2026-11-28 12:00:00 UTC)
        next        v2 at height 700: decided, in 600 blocks, about 2026-11-28 13:00 UTC; proposal 6 would cancel it: not ready
                    problem: there is none
                      Put it there
        upgrade     v2 at height 700: Backup, 1 MiB of 4 MiB, begun 1m0s ago
        last        v1 at height 50: done, 2026-11-28 12:00:00 UTC, the node was down for 3.2 s
        backups     2, the newest data-backup-2026-11-1

        """,
        StatusScreen.Of(Report, Seen.Noon));

    [Fact]
    public static void IsALineAmongSeveralHomes() => Assert.Equal(
        "/n: running, version upgrades/v1, height 100, next v2 at height 700: decided, in 600 blocks, about 2026-11-28 13:00 UTC; proposal 6 would cancel it: not ready",
        StatusScreen.Line("/n", Report));

    [Fact]
    public static void WithoutASupervisorIsWhatItsFilesKnow() => Assert.Equal(
        """
        supervisor  not running
        daemon      version none
        node        not looked at yet
        next        no upgrade is coming, as far as is known
        last        no upgrade yet

        """,
        StatusScreen.Of(new StatusReport(null, null, null, null, null, null) { Backups = new StatusBackups(0, "") }, Seen.Noon));

    /// <summary>What state.json says of an upgrade and of trouble is old once its supervisor is gone.</summary>
    [Fact]
    public static void WithoutASupervisorTellsTheUpgradeOfItsJournal()
    {
        var screen = StatusScreen.Of(
            Report with
            {
                Supervisor = null,
                Daemon = null,
                State = State with { Trouble = "disk full" },
                Unfinished = new StatusUpgrade("v2", 700, "Backup", Seen.Noon, "no space left on device"),
            },
            Seen.Noon);

        Assert.Contains("daemon      version upgrades/v1\n", screen, StringComparison.Ordinal);
        Assert.Contains(
            "upgrade     v2 at height 700: Backup, 2026-11-28 12:00:00 UTC: no space left on device\n", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("disk full", screen, StringComparison.Ordinal);
    }

    [Fact]
    public static void NamesHoldsAndTrouble()
    {
        var screen = StatusScreen.Of(
            Report with { Holds = [new Hold("window", "ops", "second signer", Seen.Noon)], State = State with { Trouble = "disk full" } },
            Seen.Noon);

        Assert.Contains(
            "held        window by ops until 2026-11-28 12:00:00 UTC: second signer\n", screen, StringComparison.Ordinal);
        Assert.EndsWith("trouble     disk full\n", screen, StringComparison.Ordinal);
    }

    [Fact]
    public static void TellsWhatIsUnknownOfANextUpgradeAndHowMuchOfItsBackupIsAhead()
    {
        var checks = new[]
        {
            new ReadinessCheck("binary", CheckResult.Ok, "in place"),
            new ReadinessCheck("memory", CheckResult.Warning, "nearly all is used"),
            new ReadinessCheck("clock", CheckResult.Unknown, "the time is not known"),
            new ReadinessCheck(CheckRules.AheadCheck, CheckResult.Ok, "1 GiB of the backup are copied ahead"),
        };
        var over = Coming with { Name = "v0", Height = 50, Status = PlanStatus.Expired };
        var screen = StatusScreen.Of(
            Report with { Outlook = Full with { Plans = [over, Coming with { Checks = checks }] } }, Seen.Noon);

        Assert.Contains(
            "would cancel it: readiness not known\n            unknown: the time is not known\n            1 GiB of the backup are copied ahead\nupgrade",
            screen, StringComparison.Ordinal);
    }

    // The pid that is seen is another than the one whose start the state knows: one of them is old.
    [Fact]
    public static void KnowsNoAgeOfAnotherProcess() => Assert.Contains(
        "daemon      running, pid 9, version upgrades/v1\n", StatusScreen.Of(Report with { Daemon = 9 }, Seen.Noon),
        StringComparison.Ordinal);

    [Fact]
    public static void TellsWhyNoDaemonRunsYet() => Assert.Contains(
        "daemon      stopping, version upgrades/v1\n",
        StatusScreen.Of(Report with { Daemon = null, State = State with { Daemon = State.Daemon with { State = "stopping" } } }, Seen.Noon),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(-5, "0s")] // a clock that was put back
    [InlineData(59, "59s")]
    [InlineData(60, "1m0s")]
    [InlineData(3599, "59m59s")]
    [InlineData(3600, "1h0m")]
    [InlineData(86_399, "23h59m")]
    [InlineData(86_400, "1d0h")]
    [InlineData(900_000, "10d10h")]
    public static void TellsAnAgeInTwoUnits(int seconds, string age) => Assert.Contains(
        $", up {age}, life 4\n",
        StatusScreen.Of(
            Report with { State = State with { Daemon = State.Daemon with { Started = Seen.Noon.AddSeconds(-seconds) } } }, Seen.Noon),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("v1", 50L, 3.2, ", the node was down for 3.2 s")]
    [InlineData("v1", 50L, null, "")]
    [InlineData("v0", 50L, 3.2, "")]
    [InlineData("v1", 49L, 3.2, "")]
    public static void TellsADowntimeOfTheSameUpgradeAlone(string name, long height, double? downtime, string end)
    {
        var told = State.LastUpgrade! with { Name = name, Height = height, Downtime = downtime };
        var screen = StatusScreen.Of(Report with { State = State with { LastUpgrade = told } }, Seen.Noon);

        Assert.Contains($"last        v1 at height 50: done, 2026-11-28 12:00:00 UTC{end}\n", screen, StringComparison.Ordinal);
    }

    [Fact]
    public static void CopiesOfUnknownLengthAreToldAsFarAsTheyAre() => Assert.Contains(
        ": Backup, 1 MiB, begun 1m0s ago\n",
        StatusScreen.Of(
            Report with { State = State with { Upgrade = State.Upgrade! with { Progress = new StepProgress(1 << 20, null, null) } } },
            Seen.Noon),
        StringComparison.Ordinal);

    [Fact]
    public static void IsALineOfTroubleOrOfNothingAmongSeveralHomes()
    {
        Assert.Equal(
            "/n: not running, version none", StatusScreen.Line("/n", new StatusReport(null, null, null, null, null, null)));
        Assert.EndsWith(
            ": not ready, trouble: disk full", StatusScreen.Line("/n", Report with { State = State with { Trouble = "disk full" } }),
            StringComparison.Ordinal);
    }

    [Fact]
    public static void NeedsAHumanWhereAnUpgradeIsNotReadyOrWentWrong()
    {
        var quiet = Report with { Outlook = null };

        Assert.Equal(0, quiet.ExitCode);
        Assert.Equal(1, Report.ExitCode);
        Assert.Equal(0, (Report with { Outlook = Full with { Plans = [Coming with { Status = PlanStatus.Voting }] } }).ExitCode);
        Assert.Equal(0, (Report with { Outlook = Full with { Plans = [Coming with { Checks = [] }] } }).ExitCode);
        Assert.Equal(1, (quiet with { Unfinished = new StatusUpgrade("v2", 700, "Stage", Seen.Noon, "no binary") }).ExitCode);
        Assert.Equal(0, (quiet with { Unfinished = new StatusUpgrade("v2", 700, "Stage", Seen.Noon, null) }).ExitCode);
        Assert.Equal(1, (quiet with { Last = Report.Last! with { IsDone = false } }).ExitCode);
    }

    [Fact]
    public static void OfSeveralIsThatOfTheOneThatNeedsAHumanFirst()
    {
        var (well, bad, down) = (Home(Report with { Outlook = null }), Home(Report), Home(Report with { Supervisor = null }));

        Assert.Equal(0, new StatusOfAll([well, well]).ExitCode);
        Assert.Equal(1, new StatusOfAll([well, down, bad]).ExitCode);
        Assert.Equal(2, new StatusOfAll([well, down]).ExitCode);
        Assert.Equal(2, new StatusOfAll([]).ExitCode);

        static StatusOfHome Home(StatusReport report) => new("/n", report);
    }

    [Theory]
    [InlineData(null, "trouble", 2)]
    [InlineData(7, "trouble", 1)]
    [InlineData(7, null, 0)]
    public static void IsTroubleOnlyWhileItsSupervisorLives(int? supervisor, string? trouble, int code) =>
        Assert.Equal(code, (Report with { Supervisor = supervisor, Outlook = null, State = State with { Trouble = trouble } }).ExitCode);

    [Fact]
    public static void NeedsAHumanWhereTheNetworkDidNotConfirm() =>
        Assert.Equal(
            1,
            (Report with { Outlook = null, State = State with { LastUpgrade = State.LastUpgrade! with { Confirmed = false } } }).ExitCode);

    [Fact]
    public static void IsWrittenAsItsSchemaSays()
    {
        var status = JsonSerializer.Serialize(Report with { Unfinished = Report.Last }, StatusJson.Default.StatusReport);

        Assert.Empty(JsonSchema.Faults("status.schema.json", status));
        Assert.Empty(JsonSchema.Faults("outlook.schema.json", Encoding.UTF8.GetString(OutlookText.Write(Full))));
        Assert.Empty(JsonSchema.Faults("doctor.schema.json", DoctorReport.Of("v2", 700, Coming.Checks).Json()));
        Assert.Empty(JsonSchema.Faults("doctor.schema.json", DoctorReport.Of(null, null, []).Json()));
    }
}
