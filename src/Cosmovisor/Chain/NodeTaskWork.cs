using System.Text.Json;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Chain;

/// <summary>The child's side of <see cref="NodeTasks"/>: asks the node and says what it answered.</summary>
internal static class NodeTaskWork
{
    public static async Task<JsonElement> HeightAsync(byte[] request, TaskOutput output)
    {
        var node = NodeOf(request);
        var status = Taken(await node.StatusAsync(CancellationToken.None));
        return Answer(new NodeTaskAnswer(status.Height, null));
    }

    public static async Task<JsonElement> PlanAsync(byte[] request, TaskOutput output)
    {
        var node = NodeOf(request);
        var status = Taken(await node.StatusAsync(CancellationToken.None));
        var plan = Taken(await node.CurrentPlanAsync(CancellationToken.None));
        return Answer(new NodeTaskAnswer(status.Height, plan is null ? null : new NodeTaskPlan(plan.Name, plan.Height, plan.Info)));
    }

    private static NodeRpc NodeOf(byte[] request)
    {
        var asked = JsonSerializer.Deserialize(request, NodeTaskJson.Default.NodeTaskRequest)
            ?? throw new RefusedException("the request is empty");
        return new NodeRpc(asked.Home, TimeSpan.FromMilliseconds(asked.Milliseconds), asked.Rpc);
    }

    private static T Taken<T>(Parsed<T> parsed) => parsed.IsOk(out var value, out var reason) ? value : throw new RefusedException(reason);

    private static JsonElement Answer(NodeTaskAnswer answer) =>
        JsonSerializer.SerializeToElement(answer, NodeTaskJson.Default.NodeTaskAnswer);
}
