using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.Tests.Staging;

/// <summary>A daemon's home in a temp folder, with a shelf beside it for what is to be downloaded.</summary>
internal sealed class ScratchHome : IDisposable
{
    private readonly TemporaryFolder _folder = new("staging");

    public ScratchHome()
    {
        Home = new DaemonHome(_folder.In("home"), "gaiad");
        Shelf = _folder.MakeFolder("shelf");
        _ = Directory.CreateDirectory(Home.Upgrades);
    }

    public DaemonHome Home { get; }

    public string Shelf { get; }

    public CollectedLog Log { get; } = new();

    public CannedCommands Commands { get; } = new();

    /// <summary>Quick, and downloads are allowed.</summary>
    public StagingSettings Settings { get; set; } = new()
    {
        AllowDownload = true,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(5),
        LongestRetryAfter = TimeSpan.FromMilliseconds(200),
        ConnectLimit = TimeSpan.FromSeconds(5),
        StallLimit = TimeSpan.FromSeconds(5),
        NetrcFile = "/nonexistent",
    };

    public IStagingWork Work => new StagingHere(Commands);

    public Stager Stager => new(Home, Settings, Log, Work);

    public string OnShelf(string name) => Path.Join(Shelf, name);

    /// <summary>A path below <c>upgrades/</c>, with its folder made.</summary>
    public string InUpgrades(string path)
    {
        var full = Path.Join(Home.Upgrades, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    public Task<StagedVersion> StageAsync(string link) => Stager.StageAsync(Plan("v2", InfoFor(link)), CancellationToken.None);

    public static string InfoFor(string link) => $$"""
        {"binaries":{"{{UsableBinary.ThisMachine}}":"{{link}}","any":"https://never.invalid/x"} }
        """;

    public static UpgradePlan Plan(string name, string info) =>
        UpgradePlan.Create(name, 100, info).IsOk(out var plan, out var reason) ? plan : throw new ArgumentException(reason);

    /// <summary>Everything below <c>upgrades/</c>: paths, modes, sizes, targets of links.</summary>
    public string UpgradesTree() => string.Join('\n', new DirectoryInfo(Home.Upgrades)
        .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(e => $"{Path.GetRelativePath(Home.Upgrades, e.FullName)} {e.UnixFileMode} {(e as FileInfo)?.Length} {e.LinkTarget}")
        .Order(StringComparer.Ordinal));

    /// <summary>A refusal, after which <c>upgrades/</c> must be what it was.</summary>
    public async Task<string> RefusedAsync(Func<Task> staging)
    {
        var before = UpgradesTree();

        var refusal = await Xunit.Assert.ThrowsAsync<RefusedException>(staging);

        Xunit.Assert.Equal(before, UpgradesTree());
        return refusal.Message;
    }

    public Task<string> RefusedAsync(string link) => RefusedAsync(() => StageAsync(link));

    public void Dispose() => _folder.Dispose();
}
