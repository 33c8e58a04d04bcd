using System.Text.Json.Serialization;
using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>Which node is asked by the child of a task.</summary>
/// <param name="Home">Holds its <c>config/</c>.</param>
/// <param name="Rpc">Where it is asked; null for what its own settings say.</param>
/// <param name="Milliseconds">For one answer.</param>
internal sealed record NodeTaskRequest(string Home, string? Rpc, int Milliseconds);

/// <summary>What it said of itself and of its chain.</summary>
/// <param name="Height">Its last block.</param>
/// <param name="Plan">The chain's plan; null when it has none, or was not asked.</param>
internal sealed record NodeTaskAnswer(long Height, NodeTaskPlan? Plan);

/// <summary>A plan as the child has read it; it is checked once more by whoever gets it.</summary>
internal sealed record NodeTaskPlan(string Name, long Height, string Info)
{
    public Parsed<UpgradePlan> Checked() => UpgradePlan.Create(Name, Height, Info);
}

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeTaskRequest))]
[JsonSerializable(typeof(NodeTaskAnswer))]
internal sealed partial class NodeTaskJson : JsonSerializerContext;
