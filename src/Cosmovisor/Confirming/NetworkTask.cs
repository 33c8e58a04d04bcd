using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Confirming;

/// <summary>
/// One round of questions about an upgrade that is not confirmed yet, asked by a short-lived child: this process opens no socket, and what
/// answers may be anybody.
/// </summary>
internal static class NetworkTask
{
    public const string Name = "network-questions";

    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan All = TimeSpan.FromSeconds(45);

    /// <summary>Blocks for as long as the answers take.</summary>
    /// <param name="tasks">Starts the child.</param>
    /// <param name="nodeHome">Holds the node's <c>config/</c>.</param>
    /// <param name="rpc">COSMOVISOR_NODE_RPC; null where the node's own settings say where it listens.</param>
    /// <param name="goal">What has to be seen.</param>
    /// <param name="ct">Ends the child at once.</param>
    public static NetworkSeen Ask(ChildTask tasks, string nodeHome, string? rpc, ConfirmGoal goal, CancellationToken ct)
    {
        var request = new NetworkTaskRequest(nodeHome, rpc, goal, (int)OneAnswer.TotalMilliseconds);
        var order = new TaskOrder(
            Name, "asks the node", JsonSerializer.SerializeToUtf8Bytes(request, NetworkJson.Default.NetworkTaskRequest), All);
        return tasks.Run(order, onLine: null, ct).Then(Read).IsOk(out var seen, out var reason) ? seen : new NetworkSeen { Away = reason };
    }

    /// <summary>The child's side.</summary>
    public static async Task<JsonElement> AnswerAsync(byte[] request, TaskOutput output)
    {
        var asked = JsonSerializer.Deserialize(request, NetworkJson.Default.NetworkTaskRequest)
            ?? throw new RefusedException("the request is empty");
        var seen = await new NetworkQuestions(asked.Home, asked.Rpc, TimeSpan.FromMilliseconds(asked.Milliseconds))
            .AskAsync(asked.Goal, CancellationToken.None);
        return JsonSerializer.SerializeToElement(seen, NetworkJson.Default.NetworkSeen);
    }

    private static Parsed<NetworkSeen> Read(JsonElement result)
    {
        try
        {
            return result.Deserialize(NetworkJson.Default.NetworkSeen) is { } seen ? Parsed.Ok(seen.Checked())
                : Parsed.Invalid<NetworkSeen>("the process that asks the node said nothing");
        }
        catch (JsonException)
        {
            return Parsed.Invalid<NetworkSeen>("the process that asks the node gave something that is not an answer");
        }
    }
}

/// <summary>What the child is told.</summary>
/// <param name="Home">Holds the node's <c>config/</c>.</param>
/// <param name="Rpc">COSMOVISOR_NODE_RPC.</param>
/// <param name="Goal">What has to be seen.</param>
/// <param name="Milliseconds">For one answer.</param>
internal sealed record NetworkTaskRequest(string Home, string? Rpc, ConfirmGoal Goal, int Milliseconds);

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NetworkTaskRequest))]
[JsonSerializable(typeof(NetworkSeen))]
internal sealed partial class NetworkJson : JsonSerializerContext;
