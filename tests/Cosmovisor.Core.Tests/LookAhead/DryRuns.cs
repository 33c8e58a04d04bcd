using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>What an upgrade would do here, said beforehand.</summary>
public static class DryRuns
{
    private static readonly DryRunSeen Full = new("v2", 100, "genesis", "upgrades/v2", "/n/cosmovisor/upgrades/v2/bin/noded")
    {
        HasBinary = true,
        NodeRuns = true,
        Grace = TimeSpan.FromSeconds(60),
        Delay = TimeSpan.FromSeconds(5),
        BackupOf = "/n/data",
        Backup = new BackupEstimate("/n/data-backup-2026-11-28", 3 << 20, 5L << 30, 1 << 10, 7L << 30),
        Scripts = ["/n/cosmovisor/pre.sh", "/n/cosmovisor/upgrades/v2/migrate"],
        HookLimit = TimeSpan.FromMinutes(10),
        Genesis = "/n/cosmovisor/upgrades/v2/genesis.json",
        PreUpgradeRetries = 3,
        Restarts = true,
    };

    private static readonly ReadinessCheck Well = new("binary", CheckResult.Ok, "in place");
    private static readonly ReadinessCheck Odd = new("clock", CheckResult.Unknown, "not known");
    private static readonly ReadinessCheck Bad = new("hooks", CheckResult.Problem, "no script", "chmod +x it");

    [Fact]
    public static void NameEachStepWithItsFigures() => Assert.Equal(
        """
        v2 at height 100: nothing is done, these would be the steps
        Stage            the binary is in place: /n/cosmovisor/upgrades/v2/bin/noded
        Stop             the node gets TERM, and KILL after 1m0s; the next step waits 5s
        Backup           /n/data to /n/data-backup-2026-11-28: 3 MiB to copy, 5 GiB shared with the data, 1 KiB copied ahead; 7 GiB free; mode auto
        CustomPreUpgrade /n/cosmovisor/pre.sh, then /n/cosmovisor/upgrades/v2/migrate, each for at most 10m0s
        NewGenesis       /n/cosmovisor/upgrades/v2/genesis.json takes the place of config/genesis.json, which is kept
        PreUpgrade       pre-upgrade of the new binary for at most 10m0s, and up to 3 times more if it asks for that
        Switch           current: genesis -> upgrades/v2
        Start            upgrades/v2 is started with the same arguments
        possible
        unknown  clock: not known

        """,
        Of(Full, [Well, Odd]).Screen());

    [Fact]
    public static void NameTheStepsThatHaveNothingToDoToo() => Assert.Equal(
        """
        v9: nothing is done, these would be the steps
        Stage            there is no binary at /b, and no link to fetch it from
        -                Stop: no node runs now
        -                Backup: no backup is taken, as the settings say
        -                CustomPreUpgrade: no script of your own
        -                NewGenesis: no new genesis
        -                PreUpgrade: pre-upgrade is not run, as the settings say
        Switch           current: genesis -> upgrades/v9
        -                Start: cosmovisor ends with 0; DAEMON_RESTART_AFTER_UPGRADE is false
        not possible
        problem  hooks: no script
                 chmod +x it

        """,
        Of(new DryRunSeen("v9", null, "genesis", "upgrades/v9", "/b"), [Bad]).Screen());

    [Theory]
    [InlineData("Stage", "the binary is fetched from https://e.org/x to /n/cosmovisor/upgrades/v2/bin/noded")]
    [InlineData("Backup", "it is taken already: /n/old")]
    [InlineData("PreUpgrade", "the new binary has no such command; it was checked when it was fetched")]
    public static void SayWhatIsKnown(string step, string says) => Assert.Equal(
        says, DryRunSteps.Of(Full with { HasBinary = false, Link = "https://e.org/x", BackupTaken = "/n/old", HasNoPreUpgrade = true })
            .Single(one => one.Step == step).Says);

    /// <summary>A program asks whether a step has anything to do; the screen shows a dash.</summary>
    [Fact]
    public static void SayOfEachStepWhetherItDoesAnything()
    {
        var little = Full with
        {
            HasBinary = false,
            Link = "https://e.org/x",
            Delay = TimeSpan.Zero,
            Backup = null,
            Scripts = ["/n/cosmovisor/pre.sh"],
            Genesis = null,
            HasNoPreUpgrade = true,
            Restarts = false,
        };

        Assert.Equal(
            [
                ("Stage", true, "the binary is fetched from https://e.org/x to /n/cosmovisor/upgrades/v2/bin/noded"),
                ("Stop", true, "the node gets TERM, and KILL after 1m0s"),
                ("Backup", true, "/n/data cannot be backed up now"),
                ("CustomPreUpgrade", true, "/n/cosmovisor/pre.sh for at most 10m0s"),
                ("NewGenesis", false, "no new genesis, unless a script writes one"),
                ("PreUpgrade", false, "the new binary has no such command; it was checked when it was fetched"),
                ("Switch", true, "current: genesis -> upgrades/v2"),
                ("Start", false, "cosmovisor ends with 0; DAEMON_RESTART_AFTER_UPGRADE is false"),
            ],
            DryRunSteps.Of(little).Select(step => (step.Step, step.Does, step.Says)));
        Assert.True(DryRunSteps.Of(Full with { BackupCommand = "/snap" })[2].Does);
        Assert.False(DryRunSteps.Of(Full with { BackupTaken = "/n/old" })[2].Does);
    }

    [Fact]
    public static void NameWhatKeepsAnUpgradeFromBeingBegun()
    {
        var run = DryRun.Of(Full with { From = "upgrades/v2" }, DoctorReport.Of("v2", 100, [Well]), ["another is not over"]);

        Assert.Equal(
            [("begin", "upgrades/v2 is current already"), ("begin", "another is not over"), ("binary", "in place")],
            run.Checks.Select(check => (check.Check, check.Says)));
    }

    [Fact]
    public static void SayThatACommandTakesTheBackupsPlace() =>
        Assert.Equal(
            "/snap takes a snapshot",
            DryRunSteps.Of(Full with { BackupCommand = "/snap", BackupTaken = "/n/old" }).Single(one => one.Step == "Backup").Says);

    [Fact]
    public static void ArePossibleUnlessThereIsAProblem()
    {
        Assert.Equal(0, Of(Full, [Well, Odd]).ExitCode());
        Assert.Equal(2, Of(Full, [Well, Bad]).ExitCode());
        Assert.Equal(2, Of(Full with { From = "upgrades/v2" }, [Well]).ExitCode());
        Assert.Equal(2, DryRun.Of(Full, DoctorReport.Of("v2", 100, [Well]), ["another is not over"]).ExitCode());
    }

    [Fact]
    public static void SteerNoTerminal() => Assert.DoesNotContain('\e', Of(Full with { Scripts = ["/n/\e[2J"] }, [Well]).Screen());

    [Fact]
    public static void AreWrittenAsTheirSchemaSays()
    {
        Assert.Empty(JsonSchema.Faults("dry-run.schema.json", Of(Full, [Well, Odd, Bad]).Json()));
        Assert.Empty(JsonSchema.Faults(
            "dry-run.schema.json", Of(new DryRunSeen("v9", null, "genesis", "upgrades/v9", "/b") { Link = "https://e.org" }, []).Json()));
    }

    private static DryRun Of(DryRunSeen seen, ReadinessCheck[] checks) =>
        DryRun.Of(seen, DoctorReport.Of(seen.Name, seen.Height, checks), []);
}
