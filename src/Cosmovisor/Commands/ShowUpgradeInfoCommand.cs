using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>show-upgrade-info</c>: the chain's plan file as it is, as the SDK's command prints it; where there is none, what the chain has
/// decided as far as the last look ahead knows, else what comes next by our own schedule.
/// </summary>
/// <param name="home">Whose schedule.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="output">The operator.</param>
/// <param name="warn">Receives what is wrong with the plan file.</param>
internal sealed class ShowUpgradeInfoCommand(DaemonHome home, string data, TextWriter output, Action<string> warn)
{
    /// <exception cref="RefusedException">It cannot be read.</exception>
    public int Run()
    {
        var path = DaemonHome.PlanFileIn(data);

        if (!PlanFileOnDisk.IsThere(path))
        {
            output.WriteLine(Coming() is { } plan ? PlanFile.Text(plan) : $"No upgrade info found at {path}");
            return ExitCodes.Done;
        }

        if (!BoundedFile.ReadText(path).IsOk(out var text, out var reason))
        {
            throw new RefusedException(
                $"failed to read {path}: it {reason}. The node writes it when it halts for an upgrade; nothing else should");
        }

        output.WriteLine(text.TrimEnd('\n'));

        if (!PlanFileOnDisk.Read(path).IsOk(out _, out reason))
        {
            warn($"no upgrade can be read from {path}: {reason}. The node writes it when it halts for an upgrade; nothing else should");
        }

        return ExitCodes.Done;
    }

    // Exporters read one plan object, wherever it is known from.
    private UpgradePlan? Coming() => Decided() ?? (new ScheduleFile(home).Read().Entries is [var next, ..] ? next : null);

    private UpgradePlan? Decided() => new OutlookOnDisk(home)
        .Read()?.Plans.FirstOrDefault(plan => plan is { Source: PlanSource.Chain, IsPrepared: true }) is { } plan
        && UpgradePlan.Create(plan.Name, plan.Height, plan.Info).IsOk(out var decided, out _) ? decided : null;
}
