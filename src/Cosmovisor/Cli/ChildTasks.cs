using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Confirming;
using Cosmovisor.LookAhead;
using Cosmovisor.Sandbox;
using Cosmovisor.Staging;

namespace Cosmovisor.Cli;

/// <summary>What a child of ours can be asked to do.</summary>
internal static class ChildTasks
{
    public static int Run(string[] words) => new TaskProgram(new Dictionary<string, (TaskLimits, TaskWork)>
    {
        [NodeTasks.HeightTask] = (TaskLimits.OfQuestions, NodeTaskWork.HeightAsync),
        [NodeTasks.PlanTask] = (TaskLimits.OfQuestions, NodeTaskWork.PlanAsync),
        [ChainTask.Name] = (TaskLimits.OfQuestions, ChainTask.AnswerAsync),
        [NetworkTask.Name] = (TaskLimits.OfQuestions, NetworkTask.AnswerAsync),
        [AheadTask.Name] = (TaskLimits.OfOurOwn, AheadTask.RunAsync),
        [LookTask.Name] = (TaskLimits.OfOurOwn, LookTask.RunAsync),
        [StagingInChild.FetchTask] = (TaskLimits.OfDownloads, StagingTasks.FetchAsync),
        [StagingInChild.UnpackTask] = (TaskLimits.OfUnpacking, StagingTasks.UnpackAsync),
        [StagingInChild.TryTask] = (TaskLimits.OfTrials, StagingTasks.TryAsync),
    }).Run(words);
}
