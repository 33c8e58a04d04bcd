using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Switching;

namespace Cosmovisor.Operations;

/// <summary><c>prepare-upgrade</c>: the binary of whatever comes next, staged before it is needed.</summary>
internal sealed class NextUpgrade(DaemonHome home, string data, StagingSettings staging, ICommands commands, ILog log, TextWriter output, bool isTerminal)
{
    /// <returns>0 when its binary lies ready or nothing is known to come, 1 when it could not be got.</returns>
    public async Task<int> PrepareAsync(CancellationToken ct)
    {
        var planFile = DaemonHome.PlanFileIn(data);

        if (FromTheChain(planFile) is { } plan)
        {
            await output.WriteLineAsync($"the chain's plan ({planFile}): {plan.Name}, height {plan.Height}");
            return await StageAsync(plan, ct);
        }

        if (new ScheduleFile(home).Read().Entries is [var next, ..])
        {
            await output.WriteLineAsync($"next of the schedule ({home.Schedule}): {next.Name}, height {next.Height}");
            return await StageAsync(next, ct);
        }

        await output.WriteLineAsync($"No upgrade scheduled: neither {planFile} nor {home.Schedule} tells of one. What governance has decided and the node has not written down is not known here; with its name and its link: cosmovisorctl prepare NAME --link URL");
        return 0;
    }

    private UpgradePlan? FromTheChain(string planFile)
    {
        if (!PlanFileOnDisk.IsThere(planFile))
        {
            return null;
        }

        var plan = PlanFileOnDisk.Read(planFile).IsOk(out var read, out var reason) ? read : throw new RefusedException($"failed to read {planFile}: {reason}. Nothing was prepared");
        return plan.Name.Equals(new CurrentLink(home).Read().UpgradeName, StringComparison.OrdinalIgnoreCase) ? null : plan;
    }

    private Task<int> StageAsync(UpgradePlan plan, CancellationToken ct) =>
        new Preparing(home, staging, commands, log, output, isTerminal).RunAsync(plan.Name, plan.Info.Length > 0 ? plan.Info : null, link: null, ct);
}
