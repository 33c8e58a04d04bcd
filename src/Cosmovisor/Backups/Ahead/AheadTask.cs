using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;

namespace Cosmovisor.Backups;

/// <summary>The child's side of the backup ahead: one round, when no other program wants the processor or the disk.</summary>
internal static class AheadTask
{
    public const string Name = "backup-ahead";

    public static Task<JsonElement> RunAsync(byte[] request, TaskOutput output)
    {
        IdlePriority.Take();
        var asked = JsonSerializer.Deserialize(request, AheadTaskJson.Default.AheadRequest)
            ?? throw new RefusedException("the request is empty");
        var settings = CheckedSettings.Read(asked.Source);
        var plan = UpgradePlan.Create(asked.Plan, asked.Height, "").IsOk(out var made, out var wrong) ? made
            : throw new RefusedException(wrong);
        var round = new AheadRound(
            settings.Home, BackupSettings.From(settings, new NodeFolders(asked.NodeHome, asked.NodeData)), AheadPace.Usual);

        if (round.Run(plan, CancellationToken.None) is { Copied: > 0 } done)
        {
            ((INews)output).Tell(new Happening.BackupCopiedAhead(
                plan.Name, plan.Height, done.Files, ByteCount.Text(done.Bytes), ByteCount.Text(done.Copied), ByteCount.Text(done.Left)));
        }

        return Task.FromResult(JsonSerializer.SerializeToElement(true, AheadTaskJson.Default.Boolean));
    }
}

/// <summary>What the child is told; its settings it reads itself, from the same environment.</summary>
/// <param name="Source">Of the supervisor's settings.</param>
/// <param name="NodeHome">Holds the node's <c>config/</c>.</param>
/// <param name="NodeData">The node's data folder.</param>
/// <param name="Plan">Whose backup it will be.</param>
/// <param name="Height">The plan's.</param>
internal sealed record AheadRequest(SettingsSource Source, string NodeHome, string NodeData, string Plan, long Height);

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AheadRequest))]
[JsonSerializable(typeof(bool))]
internal sealed partial class AheadTaskJson : JsonSerializerContext;
