namespace Cosmovisor.Linux;

/// <summary>Writes a small file of ours so that it is there whole, on disk, or not at all.</summary>
internal static class WholeFile
{
    private const UnixFileMode OwnerWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static void Write(string path, IEnumerable<string> lines)
    {
        var next = $"{path}.new";
        File.Delete(next);

        using (var file = new StreamWriter(new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 256 * 1024,
            UnixCreateMode = OwnerWrites,
        })))
        {
            file.NewLine = "\n";

            foreach (var line in lines)
            {
                file.WriteLine(line);
            }
        }

        FileCalls.SyncFile(next);
        FileCalls.Rename(next, path);
        FileCalls.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
