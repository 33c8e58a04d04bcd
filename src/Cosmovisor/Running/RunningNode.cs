using Cosmovisor.Chain;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>The node of this home while it runs, asked by short-lived children of ours.</summary>
/// <param name="nodeHome">Holds <c>config/</c>.</param>
/// <param name="tasks">Starts them.</param>
internal sealed class RunningNode(string nodeHome, NodeTasks tasks) : INodeHeight, IDisposable
{
    private IDisposable? _question;

    public bool CanAsk => File.Exists(new NodeConfig(nodeHome).File);

    public void Ask(Action<long?> answer)
    {
        _question?.Dispose();
        _question = tasks.BeginHeight(answer);
    }

    public void Dispose() => _question?.Dispose();

    /// <summary>What its chain has decided; null when it does not answer, or has no plan. The main thread goes on meanwhile.</summary>
    public UpgradePlan? Plan(EventLoop thread)
    {
        if (!CanAsk || thread.StopRequest.IsMade)
        {
            return null;
        }

        var said = new TaskCompletionSource<Parsed<NodeOutlook>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var question = tasks.BeginPlan(answer => _ = said.TrySetResult(answer));

        try
        {
            return thread.Await(said.Task.WaitAsync).IsOk(out var outlook, out _) ? outlook.Plan : null;
        }
        catch (OperationCanceledException) when (thread.StopRequest.IsMade)
        {
            return null;
        }
    }
}
