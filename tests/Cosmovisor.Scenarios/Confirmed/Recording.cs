namespace Cosmovisor.Tests.Confirmed;

/// <summary>Answers of one node, with the votes as another one saw them.</summary>
internal sealed class Recording : IDisposable
{
    public Recording(string of, string votesOf)
    {
        _ = Directory.CreateDirectory(Folder);

        foreach (var file in Directory.EnumerateFiles(From(of)))
        {
            File.Copy(file, Path.Join(Folder, Path.GetFileName(file)));
        }

        File.Copy(Path.Join(From(votesOf), "consensus_state.json"), Path.Join(Folder, "consensus_state.json"), overwrite: true);
    }

    public string Folder { get; } = Path.Join(Path.GetTempPath(), "cosmovisor-recording-" + Path.GetRandomFileName());

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string From(string name) => Repository.In("tests", "data", "rpc", "network-of-four-sdk-0.55", name);
}
