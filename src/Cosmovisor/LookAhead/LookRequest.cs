using System.Text.Json.Serialization;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>What the child that looks ahead is told; its settings it reads itself, from the same environment.</summary>
/// <param name="Source">Of the supervisor's settings.</param>
/// <param name="Watched">The node that runs.</param>
internal sealed record LookRequest(SettingsSource Source, WatchedNode Watched);

/// <summary>The node whose upgrades are looked at.</summary>
/// <param name="Home">Holds its <c>config/</c>.</param>
/// <param name="Data">Its data folder.</param>
/// <param name="Arguments">The daemon's.</param>
internal sealed record WatchedNode(string Home, string Data, IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; null when that is not known.</summary>
    public int? Pid { get; init; }

    /// <summary>The halt height that it was given in this life; null when it was given none.</summary>
    public long? HaltHeight { get; init; }
}

/// <summary>What comes back; the rest stands in <c>outlook.json</c>.</summary>
/// <param name="Height">The node's, if it was this home's that answered.</param>
/// <param name="NextLook">In seconds.</param>
internal sealed record LookAnswer(long? Height, double NextLook);

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LookRequest))]
[JsonSerializable(typeof(LookAnswer))]
internal sealed partial class LookJson : JsonSerializerContext;
