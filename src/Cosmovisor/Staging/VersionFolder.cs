using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>
/// Makes an unpacked archive a version's folder: programs in <c>bin/</c>, the daemon's under its name, libraries in <c>lib/</c>.
/// </summary>
internal sealed class VersionFolder(UnpackedTree tree, StagedLayout layout, string daemonName)
{
    private readonly string _version = Path.Join(tree.Folder, layout.Top);

    /// <returns>The version's folder, in the tree's.</returns>
    public string Arrange()
    {
        // The records of what was done are ours; an archive's would be taken for them.
        File.Delete(Path.Join(_version, DaemonHome.PlanFileName));
        File.Delete(StagedRecordFile.In(_version));

        var binary = PutBinary();
        MoveBeside(layout.Programs, "bin");
        MoveBeside(layout.Libraries, "lib");
        MakeExecutable(binary);
        tree.Flush();
        FileCalls.SyncFolder(Path.Join(_version, "bin"));
        return _version;
    }

    private string PutBinary()
    {
        var binary = Path.Join(_version, "bin", daemonName);
        var found = Path.Join(_version, layout.Binary);

        if (found != binary)
        {
            if (Directory.Exists(binary))
            {
                throw new RefusedException($"the archive has a folder where the binary should be: bin/{daemonName}");
            }

            MakeFolder("bin");
            MoveBinary(binary, found);
        }

        return binary;
    }

    // A link moved to another folder would point elsewhere: it gets the way to its target again.
    private static void MoveBinary(string binary, string found)
    {
        if (File.ResolveLinkTarget(found, returnFinalTarget: true) is { } target)
        {
            File.Delete(binary);
            _ = File.CreateSymbolicLink(binary, Path.GetRelativePath(Path.GetDirectoryName(binary)!, target.FullName));
        }
        else
        {
            File.Move(found, binary, overwrite: true);
        }
    }

    // What has its place already counts, and the other stays where it was. A link goes along with the file beside it that it points to.
    private void MoveBeside(IReadOnlyList<StagedEntry> entries, string folder)
    {
        var names = entries.Select(e => Path.GetFileName(e.Path)).ToHashSet(StringComparer.Ordinal);

        foreach (var entry in entries)
        {
            var from = Path.Join(_version, entry.Path);
            var to = Path.Join(_version, folder, Path.GetFileName(entry.Path));

            if (!PlacedVersions.IsThere(to) && (entry.Kind is StagedEntryKind.File || names.Contains(new FileInfo(from).LinkTarget ?? "")))
            {
                MakeFolder(folder);
                File.Move(from, to);
                FileCalls.SyncFolder(Path.Join(_version, folder));
            }
        }
    }

    private void MakeFolder(string name)
    {
        var folder = Path.Join(_version, name);

        if (PlacedVersions.IsThere(folder) && !Directory.Exists(folder))
        {
            throw new RefusedException($"the archive has a file where the folder {name}/ should be");
        }

        PrivateFolder.Make(folder, PrivateFolder.OthersRead);
    }

    // The bit is ours to add: the archive came from a link, not from the operator's hand. Through a link, if it is one.
    private static void MakeExecutable(string binary)
    {
        var target = File.ResolveLinkTarget(binary, returnFinalTarget: true)?.FullName ?? binary;

        if (File.Exists(target))
        {
            File.SetUnixFileMode(
                target, File.GetUnixFileMode(target) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }
}
