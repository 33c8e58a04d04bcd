using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cosmovisor.Agent.Files;

/// <summary>What a file of the home says, or why it is not known.</summary>
/// <param name="Value">Null when there is no such file, or its text cannot be used.</param>
/// <param name="Problem">A sentence; null while nothing is wrong. A file that is not there is nothing wrong.</param>
internal sealed record Reading<T>(T? Value, string? Problem)
    where T : class;

/// <summary>Reads the small JSON files of contract "version": 1. They are replaced in one move, so each read finds a whole one.</summary>
internal static class Reading
{
    /// <summary>The version of these files that is understood.</summary>
    public const int Version = 1;

    private const int Longest = 4 * 1024 * 1024;

    /// <param name="path">Of the file.</param>
    /// <param name="type">How its text becomes a value. Fields that it does not know are passed over.</param>
    public static Reading<T> Of<T>(string path, JsonTypeInfo<T> type)
        where T : class =>
        !RegularFile.Read(path, Longest).IsOk(out var bytes, out var reason) ? new(null, $"{path} {reason}")
        : bytes is null ? new(null, null)
        : ForeignJson.Read(bytes, root => Parse(root, type)).IsOk(out var value, out reason) ? new(value, null)
        : new(null, $"{path} cannot be used: {reason}");

    private static Parsed<T> Parse<T>(JsonElement root, JsonTypeInfo<T> type)
        where T : class =>
        root.ValueKind != JsonValueKind.Object ? Parsed.Invalid<T>("it is not a JSON object")
        : !root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt64(
            out var number)
            ? Parsed.Invalid<T>("it has no version: an earlier cosmovisor wrote it, or another program")
        : number > Version
            ? Parsed.Invalid<T>($"a newer cosmovisor wrote it (version {number}; this agent knows {Version}); update the agent")
        : number < Version
            ? Parsed.Invalid<T>($"an earlier cosmovisor wrote it (version {number}; this agent knows {Version}); update cosmovisor")
        : root.Deserialize(type) is { } value ? Parsed.Ok(value)
        : Parsed.Invalid<T>("it is empty");
}
