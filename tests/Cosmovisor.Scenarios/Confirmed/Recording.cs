namespace Cosmovisor.Tests.Confirmed;

/// <summary>Answers of one node, with the votes as another one saw them.</summary>
internal sealed class Recording : IDisposable
{
    private readonly TemporaryFolder _folder = new("recording");

    public Recording(string of, string votesOf)
    {
        foreach (var file in Directory.EnumerateFiles(From(of)))
        {
            File.Copy(file, Path.Join(Folder, Path.GetFileName(file)));
        }

        File.Copy(Path.Join(From(votesOf), "consensus_state.json"), Path.Join(Folder, "consensus_state.json"), overwrite: true);
    }

    public string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();

    private static string From(string name) => Repository.In("tests", "data", "rpc", "network-of-four-sdk-0.55", name);
}
