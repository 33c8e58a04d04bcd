using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cosmovisor.Backups;

/// <summary>What a restore is about to do, on disk before it does it: after a crash the next one knows which folder holds what.</summary>
internal sealed record RestoreRecord
{
    public required string Backup { get; init; }

    /// <summary>Where the data belongs.</summary>
    public required string Data { get; init; }

    /// <summary>Where the restored data was built; holds the old data once the two have swapped names.</summary>
    public required string Restoring { get; init; }

    /// <summary>Where the old data is kept.</summary>
    public required string Aside { get; init; }

    /// <summary>Inode of the restored data: whichever of the two names has it tells whether they have swapped.</summary>
    public required ulong Inode { get; init; }

    /// <summary>What <c>current</c> is to point to; null to leave it.</summary>
    public string? Current { get; init; }

    /// <summary>The upgrade of the operator's schedule that is undone, and scheduled again; null for none.</summary>
    public string? Plan { get; init; }

    public long Height { get; init; }

    /// <summary>The genesis file that is to be in force again; null to leave the one that is.</summary>
    public string? Genesis { get; init; }

    /// <summary>Where the node reads it.</summary>
    public string? GenesisInForce { get; init; }

    /// <summary>Where the newer one is kept.</summary>
    public string? GenesisAside { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, RestoreJson.Default.RestoreRecord);

    public static Parsed<RestoreRecord> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RestoreJson.Default.RestoreRecord) is { } record
                ? Parsed.Ok(record)
                : Parsed.Invalid<RestoreRecord>("it is null");
        }
        catch (JsonException wrong)
        {
            return Parsed.Invalid<RestoreRecord>($"it is not the record of a restore: {wrong.Message}");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestoreRecord))]
internal sealed partial class RestoreJson : JsonSerializerContext;
