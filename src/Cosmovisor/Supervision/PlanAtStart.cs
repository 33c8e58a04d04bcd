using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>Looks, before the daemon runs, at the plan file that an earlier life, another machine or another tool has left.</summary>
internal sealed class PlanAtStart(DaemonHome home, string planFile, SkipHeights skip, ILog log)
{
    /// <summary>Before a life: looks, and tells what is to be done about it.</summary>
    public PendingAtStart LookAndTell(CurrentVersion current)
    {
        var pending = Look(current);
        Tell(pending);
        return pending;
    }

    public PendingAtStart Look(CurrentVersion current)
    {
        if (!PlanFileOnDisk.IsThere(planFile))
        {
            return new PendingAtStart.Nothing();
        }

        if (!PlanFileOnDisk.Read(planFile).IsOk(out var plan, out var reason))
        {
            // The node writes it anew when it halts, so this is no reason to keep the node from running.
            log.Warning("the plan file cannot be read; the version that is current is started", ("file", planFile), ("reason", reason), ("version", current.Target));
            return new PendingAtStart.Nothing();
        }

        return PendingAtStart.Of(new StartSituation(
            plan, current.UpgradeName, PlanFileOnDisk.RecordOf(current), new CarriedOutUpgrades(home).Has(plan), PlanFileOnDisk.IsAheadOfItsHeight(planFile), skip));
    }

    private void Tell(PendingAtStart pending)
    {
        switch (pending)
        {
            case PendingAtStart.CarryOut { Plan: var plan }:
                log.Info("the node needs an upgrade that was not carried out yet; that comes before its start", ("plan", plan.Name), ("height", plan.Height), ("file", planFile));
                break;
            case PendingAtStart.WaitForHeight { Plan: var plan }:
                log.Warning("the plan file was written by hand, ahead of its height; the upgrade waits for the node to halt there", ("plan", plan.Name), ("height", plan.Height), ("file", planFile));
                break;
            case PendingAtStart.LeaveAlone { Plan: var plan, Reason: var reason }:
                log.Warning("the plan file is left alone", ("plan", plan.Name), ("height", plan.Height), ("reason", reason), ("file", planFile));
                break;
        }
    }
}
