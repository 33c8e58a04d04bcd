using System.Globalization;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// The open folder of a backup ahead. Only what we made ourselves is believed: another user may own the folder above, and put something
/// else there.
/// </summary>
internal sealed class AheadFolder : IDisposable
{
    private const int NotesMode = 0x180; // 0600
    private const int OthersRights = 0x3f;

    private readonly IDisposable? _lock;
    private readonly FolderDescriptor _folder;

    private AheadFolder(AheadPlace place, IDisposable? held, FolderDescriptor folder) => (Place, _lock, _folder) = (place, held, folder);

    public AheadPlace Place { get; }

    public int Number => _folder.Number;

    private string NotesPath => Path.Join(_folder.Path, AheadPlace.Notes);

    /// <summary>To look at it, while another process may be at work in it.</summary>
    /// <returns>Null when there is none that can be believed.</returns>
    public static AheadFolder? Look(AheadPlace place) => Open(place, held: null);

    /// <summary>To use it, and keep others away.</summary>
    /// <returns>Null when there is none that can be believed, or another process is at work in it.</returns>
    public static AheadFolder? Take(AheadPlace place) => BackupLeftovers.LockOf(place.Folder) is { } held ? Open(place, held) : null;

    /// <summary>The same; made if it is not there, and again if it cannot be believed.</summary>
    /// <returns>Null when another process is at work in it.</returns>
    public static AheadFolder? Make(AheadPlace place)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (FileFacts.Of(place.Folder) is { Kind: not FileKind.Folder })
            {
                WholeTree.Remove(place.Folder);
            }

            if (BackupLeftovers.MakeAndHold(place.Folder) is not { } held)
            {
                return null;
            }

            if (Open(place, held) is { } folder)
            {
                return folder;
            }

            WholeTree.Remove(place.Folder);
        }

        return null;
    }

    /// <param name="number">Of a copy.</param>
    public string PathOf(long number) => Path.Join(_folder.Path, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every copy there is, noted or not, by its number, with what it takes on disk.</summary>
    public IReadOnlyDictionary<long, long> Copies() => BackupLeftovers.EntriesOf(_folder.Path)
        .Select(path => (Number: NumberOf(path), FileFacts.IfReadable(path)?.Allocated))
        .Where(copy => copy is { Number: not null, Allocated: not null })
        .ToDictionary(copy => copy.Number!.Value, copy => copy.Allocated!.Value);

    /// <returns>Null when there are none, or none that can be read.</returns>
    public AheadNotes? Notes()
    {
        try
        {
            return RegularFile.IsAt(NotesPath) && AheadNotes.Parse(File.ReadLines(NotesPath)).IsOk(out var notes, out _) ? notes : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Begins the notes again, with what still holds of them.</summary>
    public void Begin(AheadNotes notes)
    {
        var next = $"{NotesPath}.new";
        BackupLeftovers.Delete(next);
        Write(FileDescriptor.Create(next, NotesMode), [AheadNotes.Line(notes.First), .. notes.Files.Select(AheadNotes.Line)]);
        FileCalls.Rename(next, NotesPath);
    }

    /// <summary>Adds notes of files whose copies are on disk. Not flushed: a start of the machine makes all of them void.</summary>
    public void Add(IEnumerable<AheadNote> notes) => Write(FileDescriptor.OpenToAppend(NotesPath), notes.Select(AheadNotes.Line));

    public void Remove(long number) => BackupLeftovers.Delete(PathOf(number));

    /// <summary>Removes all of it.</summary>
    public void RemoveAll() => WholeTree.Remove(Place.Folder);

    public void Dispose()
    {
        _folder.Dispose();
        _lock?.Dispose();
    }

    private static AheadFolder? Open(AheadPlace place, IDisposable? held)
    {
        try
        {
            var folder = FolderDescriptor.Open(place.Folder);

            if (folder.Facts is var facts && facts.User == Privileges.User && (facts.Mode & OthersRights) == 0)
            {
                return new AheadFolder(place, held, folder);
            }

            folder.Dispose();
        }
        catch (IOException)
        {
            // gone, or no folder, or not ours to open
        }

        held?.Dispose();
        return null;
    }

    private static void Write(FileDescriptor file, IEnumerable<string> lines)
    {
        using (file)
        {
            using var stream = new FileStream(
                new Microsoft.Win32.SafeHandles.SafeFileHandle(file.Number, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            using var text = new StreamWriter(stream) { NewLine = "\n" };

            foreach (var line in lines)
            {
                text.WriteLine(line);
            }
        }
    }

    private static long? NumberOf(string path) =>
        long.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
