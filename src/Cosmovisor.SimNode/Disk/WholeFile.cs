namespace Cosmovisor.SimNode.Disk;

/// <summary>Small files that a reader sees whole or not at all.</summary>
internal static class WholeFile
{
    public static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    public static string? Text(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
