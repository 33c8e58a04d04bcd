using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// The steps as they change a <see cref="World"/>, with one accident in them. What must never be is asserted where it would be.
/// </summary>
internal sealed class StepsOfTheWorld(World world, Accident accident, bool isPlain, StopRequest stopRequest) : IUpgradeSteps
{
    public World World { get; private set; } = world;

    public bool DaemonRuns { get; set; }

    /// <summary>The new version has been started.</summary>
    public bool Finishing { get; set; }

    public bool DaemonWasKilled => false;

    public bool WantsBackup => !isPlain;

    public bool WantsPreUpgrade => !isPlain;

    public bool HasScripts(UpgradePlan plan) => !isPlain;

    // Written by the script.
    public bool HasNewGenesis(UpgradePlan plan) => World.ScriptEnded;

    /// <summary>Whether the new version may run: every step that is wanted is done.</summary>
    public bool AreDone => isPlain || World is { Backup: "before", ScriptEnded: true, GenesisIsNew: true, Prepared: true };

    public string Stage(UpgradePlan plan, Journal journal)
    {
        Try(UpgradeStep.Stage, World);
        return World.New;
    }

    public string Stop(Journal journal)
    {
        Try(UpgradeStep.Stop, World);
        DaemonRuns = false;
        return "data";
    }

    public string? BackUp(UpgradePlan plan)
    {
        WithoutDaemon();
        Law.Holds(!World.ScriptBegun || World.Backup is not null,
            "no backup is taken for the first time of data that a migration may have changed");
        Try(UpgradeStep.Backup, World with { Backup = World.Backup ?? "before" });
        return "backup";
    }

    public bool IsThere(string backup) => World.Backup is not null;

    public void Migrate(UpgradePlan plan, CurrentVersion from, string target, string? backup, int attempt)
    {
        WithoutDaemon();
        Law.Holds(World.Backup == "before", "a migration begins only when the data of before is safe");
        Law.Holds(attempt > 1 || !World.ScriptBegun, "a script that was begun is told so");
        Try(UpgradeStep.CustomPreUpgrade, World with { ScriptBegun = true, ScriptEnded = true },
            halfWay: World with { ScriptBegun = true });
    }

    public string? PutGenesisInForce(UpgradePlan plan)
    {
        WithoutDaemon();
        Try(UpgradeStep.NewGenesis, World with { GenesisIsNew = true });
        return "kept";
    }

    public void UndoGenesis(UpgradePlan plan) => World = World with { GenesisIsNew = false };

    public void PreUpgrade(UpgradePlan plan, string target)
    {
        WithoutDaemon();
        Law.Holds(World.ScriptEnded, "a script that has not ended well is never walked past");
        Try(UpgradeStep.PreUpgrade, World with { Prepared = true });
    }

    public void LeavePlan(UpgradePlan plan, string target, long? firstBlock) =>
        Law.Holds(target == World.New, "the plan is left beside the version it belongs to");

    public void FlushPlan(string target, long? firstBlock) =>
        Law.Holds(Finishing, "nothing is flushed for the records before the new version runs");

    private void WithoutDaemon() => Law.Holds(!DaemonRuns, "no daemon runs while its data is worked on");

    private void Try(UpgradeStep step, World done, World? halfWay = null)
    {
        switch (accident.Step == step ? accident.Kind : AccidentKind.None)
        {
            case AccidentKind.Failure:
                throw new RefusedException("it failed");
            case AccidentKind.FailureHalfWay:
                World = halfWay ?? World;
                throw new RefusedException("it failed half-way");
            case AccidentKind.DeathBefore:
                throw new DeathException();
            case AccidentKind.DeathHalfWay:
                World = halfWay ?? World;
                throw new DeathException();
            case AccidentKind.DeathAfter:
                World = done;
                throw new DeathException();
            case AccidentKind.Term:
                World = halfWay ?? World;
                stopRequest.Make(15);
                throw new OperationCanceledException();
            default:
                World = done;
                break;
        }
    }
}
