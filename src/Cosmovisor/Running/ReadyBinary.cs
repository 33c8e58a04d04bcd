using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Plans;
using Cosmovisor.Scheduling;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>Whether the binary of a plan is in place or can be had, and what the plan says of it, before anybody is stopped.</summary>
/// <param name="binaries">Looks on the disk.</param>
/// <param name="stager">Fetches what is not there.</param>
/// <param name="disk">The plan file.</param>
/// <param name="planFile">Wakes us when it is written.</param>
/// <param name="node">Knows its chain's plan.</param>
/// <param name="mayDownload">Binaries may be downloaded.</param>
/// <param name="thread">The main thread's way to wait.</param>
/// <param name="news">Receives what is missing.</param>
internal sealed class ReadyBinary(ExpectedBinaries binaries, Stager stager, PlanAtStart disk, PlanFileWatcher planFile,
    RunningNode node, bool mayDownload, EventLoop thread, INews news)
{
    // Up to SDK 0.42 the file is written after the line, and the whole of it within milliseconds; a busy machine may need longer.
    private static readonly TimeSpan FilePatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private string? _heard;

    /// <summary>While the node runs, and may go on: sees to it that the binary is there.</summary>
    /// <returns>False when it cannot be had, which is reported: the node is left running.</returns>
    public bool Get(UpgradePlan plan)
    {
        var reason = WhyNot(plan);

        if (reason is not null)
        {
            news.Tell(new Happening.UpgradeNotPossible(plan.Name, plan.Height, reason));
        }

        return reason is null;
    }

    /// <summary>
    /// The plan with what the chain's plan file says of it, where its binary is not in place: a line of a log is cut at the first line
    /// break.
    /// </summary>
    /// <param name="plan">As the witnesses have told it.</param>
    /// <param name="nodeLives">It may still be about to write the file.</param>
    public UpgradePlan WithWhatTheFileSays(UpgradePlan plan, bool nodeLives)
    {
        if (!mayDownload || binaries.TroubleWith(plan) is null)
        {
            return plan;
        }

        if (nodeLives && !BestInfo.IsUsable(BestInfo.Of(plan, disk.InTheFile)))
        {
            planFile.Watch();
            _ = thread.Until(
                () => thread.StopRequest.IsMade || BestInfo.IsUsable(BestInfo.Of(plan, disk.InTheFile)), FilePatience, BetweenLooks);
        }

        var told = BestInfo.Of(plan, disk.InTheFile);

        // Where the output is not read, and up to SDK 0.44.3, only the node itself still knows the links.
        return nodeLives && !BestInfo.IsUsable(told) ? BestInfo.Of(told, node.Plan(thread)) : told;
    }

    /// <summary>Whether nothing says yet where the binary is, which is not in place.</summary>
    public bool LacksItsLinks(UpgradePlan plan)
    {
        var lacks = mayDownload && !BestInfo.IsUsable(plan) && plan.Info.Length == 0 && binaries.TroubleWith(plan) is not null;

        if (lacks)
        {
            news.Tell(new Happening.LinksAwaited(plan.Name, plan.Height));
        }

        return lacks;
    }

    /// <summary>
    /// Whether the node is to be started once more, to hear from its announcement where the binary is: up to SDK 0.44.3 the plan file does
    /// not say it.
    /// </summary>
    /// <param name="plan">What it needs.</param>
    /// <param name="hasEnded">It has ended by itself.</param>
    /// <param name="wasWatched">Its output was read already.</param>
    public bool HearItFirst(UpgradePlan plan, bool hasEnded, bool wasWatched)
    {
        if (!hasEnded
            || wasWatched
            || thread.StopRequest.IsMade
            || !mayDownload
            || _heard == plan.Name
            || BestInfo.IsUsable(BestInfo.Of(plan, disk.InTheFile))
            || !disk.Names(plan)
            || binaries.TroubleWith(plan) is null)
        {
            return false;
        }

        _heard = plan.Name;
        news.Tell(new Happening.NodeHeardAgain(plan.Name, plan.Height));
        return true;
    }

    /// <summary>Why a plan that nothing but a line of the log names is not carried out; null when it may be.</summary>
    public string? WhyNotOnTheLogAlone(UpgradePlan plan) =>
        disk.Names(plan)
            || binaries.TroubleWith(plan) is not { CanBeDownloaded: true }
            || node.Plan(thread)?.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase) == true ? null
        : "its binary is not in place, and nothing but a line of the output names this plan: no plan file, no answer of the node's RPC, no panic and no consensus failure of its own. "
        + "A line may hold text from outside, so nothing is downloaded for it. If the chain has decided this upgrade, put the binary in place with cosmovisorctl prepare";

    private string? WhyNot(UpgradePlan plan)
    {
        var trouble = binaries.TroubleWith(plan);

        if (trouble is null && !stager.HasAnother(plan))
        {
            return null;
        }

        if (trouble is { CanBeDownloaded: false })
        {
            return trouble.Reason;
        }

        try
        {
            _ = thread.Await(ct => stager.StageAsync(plan, ct));
            return null;
        }
        catch (RefusedException ex)
        {
            return ex.Message;
        }
        catch (OperationCanceledException) when (thread.StopRequest.IsMade)
        {
            return "asked to end";
        }
    }
}
