using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;

namespace Cosmovisor.Staging;

/// <summary>
/// What was fetched, for which plan, and which files of a version's folder came with it: <c>staged.json</c> beside its binary.
/// </summary>
/// <remarks>
/// Only what such a record names, and what is still as it was put there, is ever replaced or removed by us. All else is the operator's.
/// </remarks>
/// <param name="Name">The plan's.</param>
/// <param name="At">When.</param>
/// <param name="Info">The plan's, without secrets of its links; null where the operator named a link by hand.</param>
/// <param name="Link">What was fetched, without secrets.</param>
/// <param name="Binary">The binary, as it was put there.</param>
/// <param name="Files">What came with it, below the version's folder.</param>
internal sealed record StagedRecord(
    string Name, DateTimeOffset At, string? Info, string Link, StagedBinary Binary, IReadOnlyList<string> Files)
{
    public int Version { get; init; } = 1;

    /// <summary>Whether the binary has a <c>pre-upgrade</c> command; null where that was not asked, or not understood.</summary>
    public bool? PreUpgrade { get; init; }

    /// <summary>Staged because a plan asked for it, and not because an operator did.</summary>
    [JsonIgnore]
    public bool IsByPlan => Info is not null;

    /// <summary>
    /// Whether <paramref name="info"/> asks for another binary than was fetched: an info that says the same in other words does not.
    /// </summary>
    public bool IsForAnother(string info, Platform machine)
    {
        var shown = LinkSecrets.Hide(info);

        // A log has it without the spaces around it, the chain with them.
        return shown.Trim() != Info?.Trim() && !(LinkOf(shown, machine) is { } now && LinkOf(Info ?? "", machine) == now);
    }

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, StagedJson.Default.StagedRecord);

    /// <summary>Foreign text: an archive may have brought one, an operator may have had it in an editor.</summary>
    public static Parsed<StagedRecord> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, StagedJson.Default.StagedRecord) is { Version: 1, Files: var files } record
                && !files.Any(file => file is null || IsOutside(file))
                ? Parsed.Ok(record)
                : Parsed.Invalid<StagedRecord>("it is not the record of a staging");
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return Parsed.Invalid<StagedRecord>($"it is not the record of a staging ({ex.Message})");
        }
    }

    private static bool IsOutside(string file) =>
        Path.IsPathRooted(file) || file.Length == 0 || file.Split('/').Any(part => part is ".." or "." or "");

    private static string? LinkOf(string info, Platform machine) =>
        PlanInfo.Parse(info).IsOk(out var read, out _)
            && read is PlanInfo.Binaries binaries
            && binaries.LinkFor(machine).IsOk(out var link, out _) ? link : null;
}

/// <summary>A file, well enough to see that another took its place.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">In nanoseconds since 1970.</param>
/// <param name="Inode">Its number.</param>
internal sealed record StagedBinary(long Size, long Modified, ulong Inode);

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, WriteIndented = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(StagedRecord))]
internal sealed partial class StagedJson : JsonSerializerContext;
