using System.Text.Json.Serialization;

namespace Cosmovisor.Staging;

/// <summary>A download.</summary>
/// <param name="Link">As it was written, options and secrets included.</param>
/// <param name="To">The file it is written to.</param>
/// <param name="Scratch">A file for what is only read: a checksum list.</param>
/// <param name="Signature">The file its signature is written to, fetched from beside it; null when none is asked for.</param>
/// <param name="IsInfo">It is a plan's info, and not a program.</param>
/// <param name="Settings">What is allowed, and how patient we are.</param>
internal sealed record FetchOrder(string Link, string To, string Scratch, string? Signature, bool IsInfo, StagingSettings Settings)
{
    [JsonIgnore]
    public DownloadUrl Url => DownloadUrl.Parse(Link).IsOk(out var url, out var reason) ? url : throw new RefusedException(reason);
}

/// <summary>An archive, or a binary that is none.</summary>
/// <param name="File">What was downloaded.</param>
/// <param name="Archive">The link's <c>archive=</c>.</param>
/// <param name="From">Where it came from, for people.</param>
/// <param name="DaemonName">The name the binary must have.</param>
/// <param name="Tree">An empty folder.</param>
/// <param name="MaxSize">Of all it unpacks to.</param>
/// <param name="Keys">The file of trusted keys; null when no signature is asked for.</param>
/// <param name="Signature">The file of its signature.</param>
/// <param name="SignatureFrom">Where that came from, for people.</param>
internal sealed record UnpackOrder(
    string File, string? Archive, string From, string DaemonName, string Tree, long MaxSize, string? Keys, string? Signature,
    string? SignatureFrom);

/// <summary>One start of a binary, with <c>version</c>.</summary>
/// <param name="Binary">Which.</param>
/// <param name="VersionFolder">Whose libraries count.</param>
/// <param name="Home">A folder that it may fill, and that is thrown away.</param>
/// <param name="Limit">After this it is stopped.</param>
internal sealed record TrialOrder(string Binary, string VersionFolder, string Home, TimeSpan Limit)
{
    /// <summary>Nobody has read it yet: what is in it, and whether what it needs is there.</summary>
    public bool LookFirst { get; init; }

    /// <summary>It is asked, too, whether it has a <c>pre-upgrade</c> command; by its help alone, which runs nothing.</summary>
    public bool AsksPreUpgrade { get; init; }
}

/// <summary>What came of <see cref="UnpackOrder"/>.</summary>
/// <param name="Version">The version's folder, below the tree.</param>
internal sealed record UnpackAnswer(string Version);

/// <summary>What came of <see cref="TrialOrder"/>.</summary>
/// <param name="Starts">It does, or cannot.</param>
/// <param name="Words">What is odd about it, or why not.</param>
/// <param name="Version">The last line it said.</param>
/// <param name="HasPreUpgrade">Null where that was not asked, or not understood.</param>
internal sealed record TrialAnswer(bool Starts, string? Words, bool? HasPreUpgrade = null, string? Version = null);

/// <summary>Nothing to say but that it went well.</summary>
internal sealed record NoAnswer;

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FetchOrder))]
[JsonSerializable(typeof(UnpackOrder))]
[JsonSerializable(typeof(TrialOrder))]
[JsonSerializable(typeof(UnpackAnswer))]
[JsonSerializable(typeof(TrialAnswer))]
[JsonSerializable(typeof(NoAnswer))]
internal sealed partial class StagingJson : JsonSerializerContext;
