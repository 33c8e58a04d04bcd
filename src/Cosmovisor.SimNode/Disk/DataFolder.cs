namespace Cosmovisor.SimNode.Disk;

/// <summary><c>data/</c> of a running node: its databases, open and locked.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly LevelDb _application;
    private readonly LevelDb _blocks;

    private DataFolder(string path, LevelDb application, LevelDb blocks) => (Path, _application, _blocks) = (path, application, blocks);

    public string Path { get; }

    /// <returns>Null when another process has it open.</returns>
    public static DataFolder? Open(string home)
    {
        var path = In(home);
        var application = LevelDb.Open(System.IO.Path.Combine(path, "application.db"));

        if (application is not null && LevelDb.Open(System.IO.Path.Combine(path, "blockstore.db")) is { } blocks)
        {
            return new DataFolder(path, application, blocks);
        }

        application?.Dispose();
        return null;
    }

    public static string In(string home) => System.IO.Path.Combine(home, "data");

    public void Append(long height)
    {
        _application.Append(height);
        _blocks.Append(height);
    }

    public void Dispose()
    {
        _application.Dispose();
        _blocks.Dispose();
    }
}
