using System.Text.Json.Serialization;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Agent.Api;

/// <summary>What the node says of itself now.</summary>
/// <param name="Reachable">Whether its RPC answers.</param>
/// <param name="ChainId">Its chain's name.</param>
/// <param name="Height">Its newest block.</param>
/// <param name="CatchingUp">Whether it fetches blocks that were made long ago.</param>
/// <param name="LastBlockTime">When its newest block was made.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Recent">Heights that were seen while somebody looked, oldest first.</param>
/// <param name="Problem">Why it does not answer.</param>
internal sealed record NodeAnswer(
    bool Reachable, string? ChainId, long? Height, bool? CatchingUp, DateTimeOffset? LastBlockTime, DateTimeOffset At,
    IReadOnlyList<BlockSeen> Recent, string? Problem)
{
    public static NodeAnswer Of(NodeSeen seen, IReadOnlyList<BlockSeen> recent) => new(
        seen.Status is not null, seen.Status?.ChainId, seen.Status?.Height, seen.Status?.CatchingUp, seen.Status?.LastBlockTime,
        seen.At, recent, seen.Problem);
}

/// <summary><c>GET /api/v1/upgrades</c>: the versions that lie in each home.</summary>
internal sealed record UpgradesAnswer(DateTimeOffset At, IReadOnlyList<HomeUpgrades> Homes)
{
    [JsonPropertyOrder(-1)]
    public int Version { get; } = 1;
}

internal sealed record HomeUpgrades(string Home, IReadOnlyList<UpgradeAnswer> Upgrades);

/// <param name="Name">The upgrade's; <c>genesis</c> for the first version.</param>
/// <param name="Present">Whether its binary is in its place.</param>
/// <param name="Sha256">Of the binary.</param>
/// <param name="Version">As its build flags have it.</param>
/// <param name="Current">Whether it is the one that runs.</param>
internal sealed record UpgradeAnswer(string Name, bool Present, string? Sha256, string? Version, bool Current)
{
    public static IReadOnlyList<UpgradeAnswer> Of(HomeFiles home)
    {
        var daemon = home.State.Value?.Daemon?.Name;
        var current = home.Current;
        var folders = home.UpgradeFolders.Select(path => System.IO.Path.GetFileName(path));
        return [.. new[] { DaemonHome.Genesis }.Concat(folders.Select(DaemonHome.TargetOfFolder)).Select(
            target => Of(home, target, daemon, current))];
    }

    private static UpgradeAnswer Of(HomeFiles home, string target, string? daemon, string? current)
    {
        var binary = home.Binary(target, daemon);
        var seen = binary is null ? null : BinarySeen.Of(binary);
        return new UpgradeAnswer(UpgradeName.Unescape(target[(target.IndexOf('/', StringComparison.Ordinal) + 1)..]),
            binary is not null, seen?.Sha256, seen?.Version, target == current);
    }
}

/// <summary><c>GET /api/v1/settings</c>: what each supervisor started with.</summary>
internal sealed record SettingsAnswer(DateTimeOffset At, IReadOnlyList<HomeSettings> Homes)
{
    [JsonPropertyOrder(-1)]
    public int Version { get; } = 1;
}

internal sealed record HomeSettings(string Home, IReadOnlyList<SettingSeen> Settings);
