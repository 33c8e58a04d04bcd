using Cosmovisor.Chain;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Cli;

/// <summary>What a child of ours can be asked to do.</summary>
internal static class ChildTasks
{
    public static int Run(string[] words) => new TaskProgram(new Dictionary<string, TaskWork>
    {
        [NodeTasks.HeightTask] = NodeTaskWork.HeightAsync,
        [NodeTasks.PlanTask] = NodeTaskWork.PlanAsync,
    }).Run(words);
}
