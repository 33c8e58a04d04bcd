using Cosmovisor.Home;

namespace Cosmovisor.Tests;

/// <summary>A home with an empty <c>cosmovisor</c> folder, gone after the test.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly TemporaryFolder _folder;

    public TemporaryHome(string? under = null)
    {
        _folder = new TemporaryFolder("home", under);
        Home = new DaemonHome(_folder.Path, "dummyd");
        _ = Directory.CreateDirectory(Home.Root);
    }

    public DaemonHome Home { get; }

    /// <summary>Makes the folder of a version, such as <c>genesis</c> or <c>upgrades/v2</c>.</summary>
    public TemporaryHome With(string version)
    {
        _ = Directory.CreateDirectory(Path.Join(Home.Root, version));
        return this;
    }

    public string In(string relative) => _folder.In(relative);

    public void Dispose() => _folder.Dispose();
}
