namespace Cosmovisor.Backups;

/// <summary>Every path of one backup.</summary>
/// <param name="Name">What the operator calls it.</param>
/// <param name="Parent">The folder in which all of the following lie.</param>
/// <param name="Data">The backed-up folder itself.</param>
/// <param name="Taking">What <paramref name="Data"/> is called while it is being made.</param>
/// <param name="Removing">What <paramref name="Data"/> is called while it is being removed.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Stamp">Says that the backup is whole, as the classic contract does; null in the other.</param>
internal sealed record BackupFolder(string Name, string Parent, string Data, string Taking, string Removing, string Manifest, string? Stamp)
{
    private const string TakingEnd = ".taking";
    private const string RemovingEnd = ".removing";
    private const string ManifestEnd = ".manifest.jsonl";

    /// <param name="backups">cosmovisor/backups.</param>
    /// <param name="name">Already escaped: the folder's name.</param>
    public static BackupFolder Classic(string backups, string name)
    {
        var parent = Path.Join(backups, name);
        return new BackupFolder(
            name, parent, Path.Join(parent, "data"), Path.Join(parent, $".data{TakingEnd}"), Path.Join(parent, $".data{RemovingEnd}"),
            Path.Join(parent, "manifest.jsonl"), Path.Join(parent, ".keep"));
    }

    public static BackupFolder Sdk(string folder, string name) => new(
        name, folder, Path.Join(folder, name), Path.Join(folder, $".{name}{TakingEnd}"), Path.Join(folder, $".{name}{RemovingEnd}"),
        Path.Join(folder, $"{name}{ManifestEnd}"), null);

    /// <summary>
    /// The backup that was being taken or removed when <paramref name="path"/> was left behind; null when that is no such name.
    /// </summary>
    public static BackupFolder? OfLeftover(string path)
    {
        var (name, parent) = (Path.GetFileName(path), Path.GetDirectoryName(path));

        return parent is null || !IsLeftover(name) ? null
            : name is $".data{TakingEnd}" or $".data{RemovingEnd}" ? Classic(Path.GetDirectoryName(parent) ?? "/", Path.GetFileName(parent))
            : Sdk(parent, Path.GetFileNameWithoutExtension(name)[1..]);
    }

    /// <summary>Whether an entry of a folder with backups is one that we were making or removing.</summary>
    public static bool IsLeftover(string fileName) =>
        (fileName.StartsWith($".{BackupName.SdkPrefix}", StringComparison.Ordinal)
            || fileName.StartsWith(".data.", StringComparison.Ordinal))
        && (fileName.EndsWith(TakingEnd, StringComparison.Ordinal) || fileName.EndsWith(RemovingEnd, StringComparison.Ordinal));
}
