namespace Cosmovisor.Demo.Fleet;

/// <summary>The folder of the whole fleet: its machines, and the three programs under the names that operators know.</summary>
internal sealed class FleetPlace : IDisposable
{
    private readonly bool _keep;

    public FleetPlace(Options options)
    {
        _keep = options.Keep;
        _ = Directory.CreateDirectory(Programs);
        _ = File.CreateSymbolicLink(In("bin/cosmovisor"), options.Supervisor);
        _ = File.CreateSymbolicLink(In("bin/cosmovisorctl"), options.Supervisor);
        _ = File.CreateSymbolicLink(In("bin/cosmovisor-agent"), options.Agent!);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("cosmovisor-fleet-").FullName;

    public string Programs => In("bin");

    public string In(string path) => System.IO.Path.Join(Path, path);

    public void Dispose()
    {
        if (!_keep)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
