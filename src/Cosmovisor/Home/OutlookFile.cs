using System.Text;
using System.Text.Json;
using Cosmovisor.Disk;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary><c>cosmovisor/outlook.json</c>: what was last heard of the chain; here, the node's height.</summary>
/// <remarks>
/// Without it, a full node that is started again while a plan waits for its height could not be told from one that has halted there.
/// </remarks>
internal sealed class OutlookFile(DaemonHome home)
{
    /// <summary>The last height that was heard; null when none was.</summary>
    public long? Height =>
        BoundedFile.Read(home.Outlook).Then(bytes => ForeignJson.Read(bytes, Parse)).IsOk(out var height, out _) ? height : null;

    /// <summary>The chain's own plan, as its own node told it in the last look; null when there was none.</summary>
    public UpgradePlan? Decided => BoundedFile.Read(home.Outlook).Then(bytes => OutlookText.Read(bytes)).IsOk(out var outlook, out _)
        && !outlook.Node.IsForeign
        && outlook.Plans.FirstOrDefault(plan => plan is { Source: PlanSource.Chain, Status: PlanStatus.Decided }) is { } coming
        && UpgradePlan.Create(coming.Name, coming.Height, coming.Info).IsOk(out var decided, out _) ? decided : null;

    /// <summary>Best effort: nothing but the next start's knowledge depends on it.</summary>
    public void Write(long height, DateTimeOffset now)
    {
        try
        {
            AtomicFile.Write(
                home.Outlook,
                [Updated(height) ?? $$$"""{"version":1,"at":"{{{now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}","node":{"height":{{{height}}}}}"""]);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
        }
    }

    // What a look ahead has found stays.
    private string? Updated(long height) =>
        BoundedFile.Read(home.Outlook).IsOk(out var bytes, out _) && OutlookText.WithHeight(bytes, height) is { } updated
            ? Encoding.UTF8.GetString(updated) : null;

    private static Parsed<long> Parse(JsonElement outlook) =>
        outlook.ValueKind == JsonValueKind.Object && outlook.TryGetProperty("node", out var node) && node.ValueKind == JsonValueKind.Object
        && node.TryGetProperty("height", out var height)
        && height.ValueKind == JsonValueKind.Number
        && height.TryGetInt64(out var value)
        && value > 0
            ? Parsed.Ok(value)
            : Parsed.Invalid<long>("it names no height");
}
