using System.Diagnostics;
using Cosmovisor.Layout;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Switching;

namespace Cosmovisor.Upgrading;

/// <summary>What the steps need from the rest of the house.</summary>
/// <param name="Stage">Sees to it that the new binary is in place and usable; gives the target for <c>current</c>.</param>
/// <param name="BackUp">Copies the data, when the operator wants that.</param>
/// <param name="StopAsked">The signal that asked us to end, if one has.</param>
internal sealed record UpgradeStages(Func<UpgradePlan, string> Stage, Action<UpgradePlan> BackUp, Func<int?> StopAsked);

/// <summary>Carries out one upgrade. Read <see cref="Run"/> top to bottom: that is the order on every machine.</summary>
internal sealed class UpgradeRunner(CurrentLink current, UpgradeStages stages, ILog log)
{
    /// <param name="plan">What the chain asks for.</param>
    /// <param name="from">What runs now.</param>
    /// <param name="stopDaemon">Ends it and everything that descends from it; returns when the data is free.</param>
    /// <exception cref="UpgradeFailedException">A step could not be done; nothing after it was started.</exception>
    /// <exception cref="UpgradeInterruptedException">A signal asked us to end.</exception>
    public void Run(UpgradePlan plan, CurrentVersion from, Action stopDaemon)
    {
        var began = Stopwatch.GetTimestamp();
        var target = "";
        log.Info("upgrade begins", ("plan", plan.Name), ("height", plan.Height), ("from", from.Target));

        Step(UpgradeStep.Stage, () => target = stages.Stage(plan));
        Step(UpgradeStep.Stop, stopDaemon);
        Step(UpgradeStep.Backup, () => stages.BackUp(plan));
        Step(UpgradeStep.Switch, () => current.SwitchTo(target));

        log.Info("upgrade done", ("plan", plan.Name), ("height", plan.Height), ("from", from.Target), ("to", target), ("took", Stopwatch.GetElapsedTime(began)));

        void Step(UpgradeStep step, Action work)
        {
            if (stages.StopAsked() is { } signal)
            {
                throw new UpgradeInterruptedException(plan, step, signal);
            }

            var started = Stopwatch.GetTimestamp();

            try
            {
                work();
                log.Info("step done", ("step", step), ("plan", plan.Name), ("took", Stopwatch.GetElapsedTime(started)));
            }
            catch (OperationCanceledException) when (stages.StopAsked() is not null)
            {
                throw new UpgradeInterruptedException(plan, step, stages.StopAsked() ?? 0);
            }
            catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
            {
                throw new UpgradeFailedException(plan, step, from.Target, ex);
            }
        }
    }
}
