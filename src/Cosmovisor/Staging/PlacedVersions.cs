using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>What lies in <c>upgrades/</c> already, put there by the operator or by an earlier staging.</summary>
/// <param name="home">Whose.</param>
/// <param name="recase">Whether upgrade names are lower-cased on disk.</param>
/// <param name="news">Informed of a folder that is found in spite of its case.</param>
internal sealed class PlacedVersions(DaemonHome home, bool recase, INews news)
{
    /// <summary>
    /// The name of the folder that is this upgrade's, there or to be made. Says so in the log when only the case of letters fits.
    /// </summary>
    /// <exception cref="RefusedException">Several folders could be meant.</exception>
    public string FolderFor(string upgradeName)
    {
        var folder = Find(upgradeName);

        if (!folder.IsExact)
        {
            news.Tell(new Happening.FolderInAnotherCase(upgradeName, PathOf(folder.Name)));
        }

        return folder.Name;
    }

    /// <summary>Its path, without a word.</summary>
    /// <exception cref="RefusedException">Several folders could be meant.</exception>
    public string PathFor(string upgradeName) => PathOf(Find(upgradeName).Name);

    private UpgradeFolder Find(string upgradeName)
    {
        var existing = Listing.FoldersIn(home.Upgrades);

        return UpgradeFolder.Choose(upgradeName, existing, recase).IsOk(out var folder, out var reason)
            ? folder
            : throw new RefusedException($"{reason}, in {home.Upgrades}. Nothing was changed");
    }

    public string PathOf(string folder) => Path.Join(home.Versions, DaemonHome.TargetOfFolder(folder));

    public string BinaryOf(string folder) => home.BinaryIn(PathOf(folder));

    /// <summary>Anything at the binary's place counts, a dangling link too: what the operator put there is never overwritten.</summary>
    public bool HasBinary(string folder) => IsThere(BinaryOf(folder));

    public static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    /// <summary>Moves a version that was put together elsewhere into its place, whole, in one step.</summary>
    /// <returns>False when a binary has meanwhile appeared there: then that one counts.</returns>
    public bool TryPut(string version, string folder)
    {
        var place = PathOf(folder);
        var isTaken = Listing.EntriesIn(place).Count > 0;

        if (isTaken)
        {
            return TryPutAround(version, place, folder);
        }

        try
        {
            // rename(2) replaces an empty folder, and fails on one that is not: nobody's file is lost between the look and the step.
            FileCalls.Rename(version, place);
        }
        catch (IOException) when (HasBinary(folder))
        {
            return false;
        }

        FileCalls.SyncFolder(home.Upgrades);
        return true;
    }

    /// <summary>
    /// Brings what the operator has put into the upgrade's folder ahead (libraries above all) to a version that is put together elsewhere:
    /// there it is tried with them.
    /// </summary>
    public void BringTo(string version, string folder)
    {
        if (Directory.Exists(PathOf(folder)))
        {
            Tree.CopyOver(PathOf(folder), version, OursIn(folder)); // of a version that it replaces, only what is not ours
        }
    }

    /// <summary>
    /// Lets a version take the place of one that we have staged, in one step. What an operator has put there was brought to it before.
    /// </summary>
    /// <returns>False when what lies there is not ours any more.</returns>
    public bool TryReplace(string version, string folder)
    {
        if (OursIn(folder).Count == 0)
        {
            return false;
        }

        if (!FolderCalls.TryExchange(version, PathOf(folder)))
        {
            throw new RefusedException(
                $"{PathOf(folder)} has a binary for an earlier info of the plan, and its file system cannot exchange two folders in one step. Remove that folder, and the next look ahead fetches the new one");
        }

        FileCalls.SyncFolder(home.Upgrades);
        return true;
    }

    /// <summary>Takes what we have staged out of its place, in one step.</summary>
    /// <param name="folder">Its name.</param>
    /// <param name="tree">An empty folder, where it may go.</param>
    /// <returns>False when what lies there is not ours any more.</returns>
    public bool TryTakeAway(string folder, string tree)
    {
        var (place, ours, left) = (PathOf(folder), OursIn(folder), Path.Join(tree, "left"));

        if (ours.Count == 0)
        {
            return false;
        }

        _ = Directory.CreateDirectory(left);
        Tree.CopyOver(place, left, ours);

        if (Listing.EntriesIn(left).Count == 0)
        {
            FileCalls.Rename(place, Path.Join(tree, "gone"));
        }
        else if (!FolderCalls.TryExchange(left, place))
        {
            return false; // it costs room, and nothing else
        }

        FileCalls.SyncFolder(home.Upgrades);
        return true;
    }

    // Nothing is, unless the binary lies there as we put it.
    private HashSet<string> OursIn(string folder) => StagedRecordFile.Untouched(home, PathOf(folder)) is { } record
        ? [.. record.Files, DaemonHome.StagedRecordName, DaemonHome.PlanFileName]
        : [];

    // The operator has put a migration script, a genesis.json or libraries there, and no binary. They stay; ours comes beside them.
    private bool TryPutAround(string version, string place, string folder)
    {
        var theirs = Tree.Look(place);
        Tree.CopyOver(place, version);

        if (HasBinary(folder))
        {
            return false;
        }

        if (!FolderCalls.TryExchange(version, place))
        {
            throw new RefusedException(
                $"{place} holds files already ({string.Join(", ", theirs.Take(5))}), and its file system cannot exchange two folders in one step. Place the binary yourself, or move those files away and put them back afterwards");
        }

        // What was theirs is now at our place. If it changed between the copy and the exchange, take the step back.
        if (!Tree.Look(version).SequenceEqual(theirs))
        {
            _ = FolderCalls.TryExchange(version, place);
            throw new RefusedException(
                $"{place} was changed by another program while the binary was being put there. Nothing was changed; try again");
        }

        FileCalls.SyncFolder(home.Upgrades);
        return true;
    }
}
