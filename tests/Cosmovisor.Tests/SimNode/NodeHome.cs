namespace Cosmovisor.Tests.SimNode;

/// <summary>A home of its own for every test.</summary>
internal sealed class NodeHome : IDisposable
{
    private readonly TemporaryFolder _folder = new("simnode");

    public string Path => _folder.Path;

    public string Text(string file) => File.ReadAllText(_folder.In(file));

    /// <summary>A chain whose first block is this one.</summary>
    public void BeginAt(long height) =>
        _ = _folder.Write("config/genesis.json", $$"""{"chain_id":"sim-1","initial_height":"{{height}}"}""");

    public NodeEnd Run(params string[] words) => RunningNode.RunToEnd(["--home", Path, "--block-time", "0", "--log_no_color", .. words]);

    public RunningNode Start(params string[] words) => new(["--home", Path, "--log_no_color", "--say-ready", .. words]);

    public void Dispose() => _folder.Dispose();
}
