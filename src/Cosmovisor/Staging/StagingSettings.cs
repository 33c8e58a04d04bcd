using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Staging;

/// <summary>What the operator allows, and how patient a download is.</summary>
internal sealed record StagingSettings
{
    /// <summary>Upgrade names are lower-cased on disk: the sdk contract without COSMOVISOR_DISABLE_RECASE.</summary>
    public bool Recase { get; init; }

    /// <summary>DAEMON_ALLOW_DOWNLOAD_BINARIES.</summary>
    public bool AllowDownload { get; init; }

    /// <summary>DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM.</summary>
    public bool MustHaveChecksum { get; init; }

    /// <summary>COSMOVISOR_DOWNLOAD_MAX_SIZE: of the file fetched, and again of all it unpacks to.</summary>
    public long MaxSize { get; init; } = 2L << 30;

    /// <summary>COSMOVISOR_TRUSTED_KEYS: a file of minisign public keys; null when signatures are not asked for.</summary>
    public string? TrustedKeys { get; init; }

    /// <summary>Logins for hosts; need not exist.</summary>
    public string NetrcFile { get; init; } = Environment.GetEnvironmentVariable("NETRC") is { Length: > 0 } named
        ? named
        : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".netrc");

    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long not one byte may come before the connection is given up.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one file, all tries and pauses together.</summary>
    public TimeSpan OverallLimit { get; init; } = TimeSpan.FromHours(2);

    public int Tries { get; init; } = 8;

    /// <summary>Before the second try; it doubles, with jitter, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most we wait because a server said <c>Retry-After</c>.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan TrialLimit { get; init; } = TimeSpan.FromSeconds(10);

    public static StagingSettings From(EffectiveSettings settings) => new()
    {
        Recase = settings.Contract == Contract.Sdk && !settings.Value(SettingTable.DisableRecase),
        AllowDownload = settings.Value(SettingTable.AllowDownload),
        MustHaveChecksum = settings.Value(SettingTable.MustHaveChecksum),
        MaxSize = settings.Value(SettingTable.DownloadMaxSize),
        TrustedKeys = settings.TextOrNull(SettingTable.TrustedKeys),
    };
}
