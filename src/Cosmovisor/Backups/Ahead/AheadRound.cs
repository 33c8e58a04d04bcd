using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>
/// One round of the backup ahead, beside a node that runs: copies the files that have been left alone for a while, and that the backup
/// cannot share.
/// </summary>
/// <remarks>
/// Which files, and which copies may be taken over at the halt, is <see cref="AheadRule"/>. The order here is part of the argument
/// (docs/adr/0038): look, wait, flush, look again, copy, look once more; and a copy is noted when it is on disk.
/// </remarks>
internal sealed class AheadRound(DaemonHome home, BackupSettings settings, AheadPace pace)
{
    private readonly AheadPlace _place = AheadPlace.Of(home, settings.Placing);

    /// <summary>Gives back the room of a backup ahead.</summary>
    /// <returns>False when there was none, or another process is at work there.</returns>
    public static bool GiveBack(AheadPlace place)
    {
        // Held to the end, so that no other process uses it meanwhile.
        using var held = BackupLeftovers.LockOf(place.Folder);

        if (held is null)
        {
            return false;
        }

        WholeTree.Remove(place.Folder);
        return true;
    }

    /// <param name="plan">Whose backup it will be.</param>
    /// <param name="ct">Ends it early; what was noted by then is kept.</param>
    /// <returns>Null where nothing has to be copied ahead.</returns>
    /// <exception cref="RefusedException">It cannot be done, and why. Where there is no room, what was copied is removed.</exception>
    public AheadDone? Run(UpgradePlan plan, CancellationToken ct)
    {
        var shelf = new BackupStore(home, settings.Placing);

        if (settings is { Command: not null } or { Source: null } or { Mode: BackupMode.Reflink }
            || shelf.PlaceFor(plan) is not (var folder, null))
        {
            _ = GiveBack(_place);
            return null;
        }

        try
        {
            BackupPreflight.CheckPlace(settings.Source, folder);
            return Copy(settings.Source, ct);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"nothing more can be copied ahead: {ex.Message.TrimEnd('.')}", ex);
        }
    }

    private AheadDone Copy(string source, CancellationToken ct)
    {
        var clock = AheadClock.Now ?? throw new RefusedException(
            "this system does not show when it was started (/proc/sys/kernel/random/boot_id): nothing can be copied ahead");
        var tree = DataTree.Read(source);
        BackupStore.Make(_place.Parent);
        var mine = AheadFolder.Make(_place) ?? throw new RefusedException(
            $"{_place.Folder} is in use by another process, or belongs to another user: nothing was copied ahead");
        using var known = AheadCopies.Of(mine, tree);
        known.RemoveOthers();
        var room = RoomOrGiveBack(tree, known, mine);
        var writer = new AheadWriter(mine, known.Highest);
        writer.Begin(new AheadHeader(AheadNotes.Version, tree.Root, LatestOf(clock, mine.Notes())), known.Notes);
        var candidates = tree.Entries.Where(entry => entry is { Facts.Kind: FileKind.File, SameAs: null }
            && !room.Sharing.Shares(entry)
            && !known.Has(entry)).ToList();
        CopyQuietOnes(tree, candidates, room, writer, ct);
        return new AheadDone(known.Notes.Count + writer.Files, known.Bytes + writer.Bytes, writer.Bytes,
            candidates.Sum(entry => entry.Facts.Size) - writer.Bytes);
    }

    private void CopyQuietOnes(DataTree tree, List<TreeEntry> candidates, SpaceReservation room, AheadWriter writer, CancellationToken ct)
    {
        // Those that nobody has touched for the longest time first: they are the likeliest to stay as they are.
        var quiet = candidates.Where(entry => AheadRule.MayBeCopied(StateOf(entry), StateOf(entry), MachineClock.Now, pace.Quiet))
            .OrderBy(entry => entry.Facts.Changed)
            .ToList();

        if (quiet is [])
        {
            return;
        }

        _ = ct.WaitHandle.WaitOne(pace.SeenFor);
        using var root = FolderDescriptor.Open(tree.Root);
        quiet = AheadFlush.OfSources(root, quiet);

        // A write that has begun and goes on for minutes bears the time of its beginning.
        var open = OpenFiles.WritersBelow(tree.Root).Select(writer => writer.File).ToHashSet(StringComparer.Ordinal);

        try
        {
            foreach (var entry in quiet.Where(entry => !open.Contains(TreePath.Full(tree.Root, entry.Path))))
            {
                ct.ThrowIfCancellationRequested();

                if (room.IsTight)
                {
                    throw NoRoom("another program has taken it");
                }

                if (writer.Copy(root, entry, pace.Quiet, ct))
                {
                    room.Settle(entry);
                }
            }

            writer.Settle();
        }
        catch (IOException) when (FreeSpace.Of(_place.Parent).Bytes < SpaceNeeded.Margin)
        {
            throw NoRoom("the disk is full");
        }
    }

    // The node is worth more than a backup that is early.
    private SpaceReservation RoomOrGiveBack(DataTree tree, AheadCopies known, AheadFolder mine)
    {
        try
        {
            return BackupPreflight.Check(tree, _place.Parent, settings.Mode, known);
        }
        catch (RefusedException)
        {
            mine.RemoveAll();
            throw;
        }
    }

    private RefusedException NoRoom(string why)
    {
        WholeTree.Remove(_place.Folder);
        return new RefusedException(
            $"{SpaceNeeded.NotEnoughRoom} in {_place.Parent}, {why}: what was copied ahead is removed, and the backup is taken at the halt as a whole. Free some space (old backups: cosmovisorctl backup list)");
    }

    private static ClockReading LatestOf(ClockReading now, AheadNotes? before) =>
        before is { First.Clock: { } then } && AheadRule.CanCompare(then, now) ? now.Latest(then) : now;

    private static FileState StateOf(TreeEntry entry) => AheadCopies.StateOf(entry.Facts);
}
