using Cosmovisor.Disk;
using Cosmovisor.Holds;
using Cosmovisor.Linux;

namespace Cosmovisor.Home;

/// <summary><c>cosmovisor/holds/</c>: what others ask the supervisor to wait for before it starts the daemon, a file each.</summary>
internal sealed class HoldsFolder(DaemonHome home)
{
    /// <summary>More files than anybody needs; a folder that is filled to keep us busy does not.</summary>
    private const int MostFiles = 100;

    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    public string Path => home.Holds;

    /// <summary>All that lies there, whether or not it holds. Never throws.</summary>
    public IReadOnlyList<HoldFound> Look()
    {
        try
        {
            if (FileFacts.Of(home.Holds) is not { } folder)
            {
                return [];
            }

            if (folder.Kind != FileKind.Folder)
            {
                return [new HoldFound(home.Holds, Parsed.Invalid<Hold>("it is not a folder; expected a folder with a file for each hold"))];
            }

            var owner = FileFacts.OfTarget(home.Root)?.User;
            string[] names = [.. Directory.EnumerateFileSystemEntries(home.Holds, "*" + Hold.Ending).Take(MostFiles + 1).Select(
                path => System.IO.Path.GetFileName(path))];
            IEnumerable<HoldFound> found =
                names.Take(MostFiles).Order(StringComparer.Ordinal).Select(name => new HoldFound(name, Read(name, owner)));
            return [.. names.Length > MostFiles ? found.Append(new HoldFound(
                home.Holds, Parsed.Invalid<Hold>($"it holds more than {MostFiles} files, and only so many are read"))) : found];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [new HoldFound(home.Holds, Parsed.Invalid<Hold>($"it cannot be listed: {ex.Message.TrimEnd('.')}"))];
        }
    }

    /// <summary>Puts <paramref name="hold"/> there, in the place of one of its name.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Put(Hold hold)
    {
        if (FileFacts.IfReadable(home.Holds) is null)
        {
            _ = Directory.CreateDirectory(home.Holds, OwnerAndGroup);
            Ownership.Gets(home.Holds);
        }

        AtomicFile.WritePrivate(FileOf(hold.Name), [HoldText.Write(hold)]);
    }

    /// <returns>False where there is none of that name.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool Remove(string name)
    {
        if (FileFacts.IfReadable(FileOf(name)) is null)
        {
            return false;
        }

        File.Delete(FileOf(name));
        return true;
    }

    private string FileOf(string name) => System.IO.Path.Join(home.Holds, name + Hold.Ending);

    private Parsed<Hold> Read(string file, uint? owner) =>
        file[..^Hold.Ending.Length] is var name && !Hold.IsName(name) ? Parsed.Invalid<Hold>($"a hold's name {Hold.NameRule}")
        : TrustedFile.Read(System.IO.Path.Join(home.Holds, file), Hold.LargestFile, owner).IsOk(out var bytes, out var why)
            ? HoldText.Parse(name, bytes)
        : Parsed.Invalid<Hold>($"it {why}");
}
