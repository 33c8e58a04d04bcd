using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Those copies of a backup ahead that may stand in a backup for the files as they are now.</summary>
internal sealed class AheadCopies : IDisposable
{
    private readonly AheadFolder _folder;
    private readonly Dictionary<string, AheadNote> _good;
    private readonly List<long> _others;

    private AheadCopies(AheadFolder folder, Dictionary<string, AheadNote> good, IReadOnlyDictionary<long, long> copies)
    {
        var used = good.Values.Select(note => note.Number).ToHashSet();
        (_folder, _good, _others) = (folder, good, [.. copies.Keys.Where(number => !used.Contains(number))]);
        Reclaimable = _others.Sum(number => copies[number]);
        Highest = copies.Keys.DefaultIfEmpty().Max();
    }

    /// <summary>What still holds.</summary>
    public IReadOnlyCollection<AheadNote> Notes => _good.Values;

    /// <summary>Of those.</summary>
    public long Bytes => _good.Values.Sum(note => note.File.Size);

    /// <summary>Bytes on disk of copies that are of no use, or not finished.</summary>
    public long Reclaimable { get; private set; }

    /// <summary>The highest number of a copy.</summary>
    public long Highest { get; }

    /// <summary>At the halt: to be taken over from.</summary>
    /// <returns>Null when there are none, or another process is still at work there.</returns>
    public static AheadCopies? Take(AheadPlace place, DataTree tree) => AheadFolder.Take(place) is { } folder ? Of(folder, tree) : null;

    /// <summary>Only to be counted, while another process may be at work there.</summary>
    public static AheadCopies? Look(AheadPlace place, DataTree tree) => AheadFolder.Look(place) is { } folder ? Of(folder, tree) : null;

    /// <param name="folder">Closed with this.</param>
    /// <param name="tree">The files as they are now.</param>
    public static AheadCopies Of(AheadFolder folder, DataTree tree)
    {
        var notes = folder.Notes() is { } all
            && all.First.Source == tree.Root
            && AheadClock.Now is { } now
            && AheadRule.CanCompare(all.First.Clock, now) ? all.Files : [];
        var byPath = notes.ToDictionary(note => note.Path, StringComparer.Ordinal);
        var good = new Dictionary<string, AheadNote>(StringComparer.Ordinal);

        foreach (var entry in tree.Entries)
        {
            if (entry is { Facts.Kind: FileKind.File, SameAs: null } && byPath.TryGetValue(entry.Path, out var note)
                // One that has its place in a backup already is that backup's: no two of them are to share a file.
                && FileFacts.IfReadable(folder.PathOf(note.Number)) is { Kind: FileKind.File, Links: 1 } copy
                && AheadRule.MayBeTakenOver(note, StateOf(entry.Facts), StateOf(copy)))
            {
                good.Add(entry.Path, note);
            }
        }

        return new AheadCopies(folder, good, folder.Copies());
    }

    /// <summary>As the rule compares it.</summary>
    public static FileState StateOf(in FileFacts facts) => new(facts.Size, facts.Modified, facts.Changed, facts.Inode, facts.Device);

    public bool Has(TreeEntry entry) => _good.ContainsKey(entry.Path);

    /// <summary>
    /// Gives a copy its place in the backup. It keeps its name here too where the disk knows hard links: when the backup is interrupted, it
    /// is still ahead.
    /// </summary>
    /// <returns>Null when the file must be copied after all.</returns>
    public CloneResult? TakeOver(TreeEntry entry, string to)
    {
        if (!_good.TryGetValue(entry.Path, out var note))
        {
            return null;
        }

        var copy = _folder.PathOf(note.Number);
        return CloneCalls.Link(copy, to) == 0 || FileCalls.TryRename(copy, to)
            ? new CloneResult(CloneWay.Copy, note.Sha256, new MetadataTarget(to).Facts, note.Trouble) { WasAhead = true }
            : null;
    }

    /// <summary>Makes room of what cannot be used.</summary>
    public void RemoveOthers()
    {
        foreach (var number in _others)
        {
            _folder.Remove(number);
        }

        _others.Clear();
        Reclaimable = 0;
    }

    public void Dispose() => _folder.Dispose();
}
