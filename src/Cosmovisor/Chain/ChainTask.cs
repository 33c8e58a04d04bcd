using System.Text.Json;
using Cosmovisor.LookAhead;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Chain;

/// <summary>The questions of a look ahead, asked by a short-lived child: what answers may be anybody.</summary>
internal static class ChainTask
{
    public const string Name = "chain-questions";

    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan All = TimeSpan.FromSeconds(45);

    /// <summary>Blocks for as long as eight answers take.</summary>
    public static ChainSeen Ask(ChildTask tasks, string nodeHome, string? chainId, LookAheadSettings settings, CancellationToken ct)
    {
        var request = new ChainQuestionsRequest(
            nodeHome, settings.NodeRpc, chainId, settings.Fallbacks, settings.GovPackage, (int)OneAnswer.TotalMilliseconds);
        var order = new TaskOrder(
            Name, "asks the node", JsonSerializer.SerializeToUtf8Bytes(request, ChainQuestionsJson.Default.ChainQuestionsRequest), All);
        return tasks.Run(order, onLine: null, ct).Then(Read).IsOk(out var seen, out var reason) ? seen : ChainSeen.Nothing(reason);
    }

    /// <summary>The child's side.</summary>
    public static async Task<JsonElement> AnswerAsync(byte[] request, TaskOutput output)
    {
        var asked = JsonSerializer.Deserialize(request, ChainQuestionsJson.Default.ChainQuestionsRequest)
            ?? throw new RefusedException("the request is empty");
        return JsonSerializer.SerializeToElement(
            ChainQuestionsAnswer.Of(await new ChainQuestions(asked).AskAsync(CancellationToken.None)),
            ChainQuestionsJson.Default.ChainQuestionsAnswer);
    }

    private static Parsed<ChainSeen> Read(JsonElement result)
    {
        try
        {
            return result.Deserialize(ChainQuestionsJson.Default.ChainQuestionsAnswer) is { } answer ? Parsed.Ok(answer.Seen())
                : Parsed.Invalid<ChainSeen>("the process that asks the node said nothing");
        }
        catch (JsonException)
        {
            return Parsed.Invalid<ChainSeen>("the process that asks the node gave something that is not an answer");
        }
    }
}
