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

    /// <summary>The version that runs, where its daemon has refused a halt height; null where it has not, or that is not known.</summary>
    public string? CannotBeArmed { get; init; }
}

/// <summary>What comes back; the rest stands in <c>outlook.json</c>.</summary>
/// <param name="Height">The node's, if it was this home's that answered.</param>
/// <param name="NextLook">In seconds.</param>
internal sealed record LookAnswer(long? Height, double NextLook)
{
    /// <summary>The upgrade that comes next; null when nothing is known of what comes, as of a node that does not answer.</summary>
    public NextUpgrade? Upgrade { get; init; }
}

/// <summary>The nearest upgrade that is decided or scheduled.</summary>
/// <param name="Name">Null when none is.</param>
/// <param name="Height">Its.</param>
/// <param name="Left">In seconds; null where that is not known.</param>
internal sealed record NextUpgrade(string? Name, long Height, double? Left)
{
    public static NextUpgrade? Of(Outlook outlook) =>
        outlook.Plans.Where(plan => plan.IsPrepared).MinBy(plan => plan.Height) is { } plan
            ? new(plan.Name, plan.Height, (plan.Eta - outlook.At)?.TotalSeconds)
        : outlook.Node.IsReachable && outlook.Trouble is null ? new(null, 0, null)
        : null;
}

/// <summary>Reading and writing of these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LookRequest))]
[JsonSerializable(typeof(LookAnswer))]
internal sealed partial class LookJson : JsonSerializerContext;
