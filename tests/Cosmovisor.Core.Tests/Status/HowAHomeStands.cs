using System.Text;
using System.Text.Json;
using Cosmovisor.Events;
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
