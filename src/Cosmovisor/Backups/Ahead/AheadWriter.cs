using System.Diagnostics;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Makes the copies of a round and notes them, some at a time, when they are on disk.</summary>
internal sealed class AheadWriter(AheadFolder folder, long highest)
{
    private const long NotedTogether = 256L * 1024 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly List<AheadNote> _waiting = [];
    private long _number = highest;
    private long _lastSettled = Stopwatch.GetTimestamp();

    /// <summary>Copied by this one.</summary>
    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public void Begin(AheadHeader header, IEnumerable<AheadNote> known) => folder.Begin(new AheadNotes(header, [.. known]));

    /// <param name="root">The data folder.</param>
    /// <param name="entry">As it was seen first.</param>
    /// <param name="quiet">For how long it must have been left alone.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>False when it is not as it was seen, or did not stay so while it was copied.</returns>
    public bool Copy(FolderDescriptor root, TreeEntry entry, TimeSpan quiet, CancellationToken ct)
    {
        using var file = root.TryOpen(entry.Path);

        if (file is null || FileFacts.OfOpen(file.Number, entry.Path) is not { Kind: FileKind.File } facts
            || !AheadRule.MayBeCopied(AheadCopies.StateOf(entry.Facts), AheadCopies.StateOf(facts), MachineClock.Now, quiet))
        {
            return false;
        }

        CloneCalls.ReadOnce(file.Number);
        var number = ++_number;
        using var copy = new FileCopy(_ => { }, isBesideANode: true);
        var made = copy.Copy(file, entry.Path, folder.PathOf(number), facts, ct);

        if (AheadCopies.StateOf(FileFacts.OfOpen(file.Number, entry.Path)) != AheadCopies.StateOf(facts))
        {
            folder.Remove(number);
            return false;
        }

        _waiting.Add(new AheadNote(entry.Path, AheadCopies.StateOf(facts), number, AheadCopies.StateOf(made.Made), made.Sha256!)
        {
            Trouble = made.Trouble
        });
        (Files, Bytes) = (Files + 1, Bytes + facts.Size);

        if (_waiting.Sum(note => note.File.Size) >= NotedTogether || Stopwatch.GetElapsedTime(_lastSettled) >= LongestWait)
        {
            Settle();
        }

        return true;
    }

    /// <summary>Notes what was copied since the last time, once it is on disk.</summary>
    /// <exception cref="IOException">Something could not be written.</exception>
    public void Settle()
    {
        if (_waiting is not [])
        {
            if (CloneCalls.SyncFileSystem(folder.Number) != 0)
            {
                throw new IOException($"cannot flush {folder.Place.Folder}: {Errno.LastText}");
            }

            folder.Add(_waiting);
            _waiting.Clear();
        }

        _lastSettled = Stopwatch.GetTimestamp();
    }
}
