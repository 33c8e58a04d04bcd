namespace Cosmovisor.Backups;

/// <summary>Paths below a folder, as the manifest writes them: the folder itself is ".".</summary>
internal static class TreePath
{
    public static string Full(string root, string path) => path == "." ? root : Path.Join(root, path);

    public static string Below(string folder, string name) => folder == "." ? name : $"{folder}/{name}";

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies in it; both absolute, without links.</summary>
    public static bool IsInside(string path, string folder) =>
        path == folder || path.StartsWith(folder == "/" ? folder : $"{folder}/", StringComparison.Ordinal);
}
