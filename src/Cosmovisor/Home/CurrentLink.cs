using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Home;

/// <summary>The <c>current</c> symlink: the one fact on disk that says which version runs.</summary>
internal sealed class CurrentLink(DaemonHome home)
{
    /// <summary>
    /// Which version runs. Makes the link to genesis at the very first use, and never again: a link that is broken or gone is reported.
    /// </summary>
    /// <exception cref="RefusedException">It is not a link, or leads nowhere; or there is neither a link nor a genesis,
    /// or the link is gone.</exception>
    public CurrentVersion Read()
    {
        var entry = new FileInfo(home.Current);

        if (entry.LinkTarget is { } text)
        {
            return Whole(text);
        }

        if (entry.Exists || Directory.Exists(home.Current))
        {
            throw new RefusedException(
                $"{home.Current} is a {(entry.Exists ? "file" : "folder")}; expected a symbolic link to genesis or upgrades/<name>. "
                + "Nothing was changed. Move it away and start again, or make the link yourself: ln -s genesis current");
        }

        if (VersionOnRecord.Of(home) is { } last && last != DaemonHome.Genesis)
        {
            throw new RefusedException(
                $"there is no {home.Current}, and the last version on record here is {last}. Nothing was made: the binary of genesis must not run on the data of a later version. "
                + $"Make the link to the version this data belongs to: ln -sfn {InItsForm(last)} {home.Current}");
        }

        if (!Directory.Exists(home.GenesisFolder))
        {
            var binary = home.BinaryIn(home.GenesisFolder);
            throw new RefusedException(
                $"there is no daemon binary at {binary}, and no {home.Current} that says which other one to run. Nothing was made. Put it there: mkdir -p {Path.GetDirectoryName(binary)} && cp /path/to/{home.DaemonName} {binary}; or let cosmovisorctl init /path/to/{home.DaemonName} do all that")
            {
                ExitCode = Supervision.ExitCodes.NoBinary,
            };
        }

        return TryMakeFirst() ? Read() : CurrentVersion.Of(home, DaemonHome.Genesis);
    }

    /// <summary>What it points to, whether that is there or not; null when there is no such link.</summary>
    public string? Target => new FileInfo(home.Current).LinkTarget is { } text ? Of(text).Target : null;

    /// <summary>Points <c>current</c> at <paramref name="target"/>. A reader sees the old link or the new one, never neither.</summary>
    /// <param name="target">Relative to the root.</param>
    /// <remarks>
    /// The link keeps the form it was found in: a relative one lets a home be moved or mounted elsewhere, and the Go versions up to 1.5
    /// read absolute ones alone, so a home that comes from one of them can go back.
    /// </remarks>
    public void SwitchTo(string target)
    {
        var next = home.Current + ".next";

        try
        {
            var text = InItsForm(target);
            File.Delete(next); // a leftover from a crash between the two lines below
            _ = File.CreateSymbolicLink(next, text);
            Ownership.Gets(next);
            FileCalls.Rename(next, home.Current);
            FileCalls.SyncFolder(home.Root);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw NotPointed(target, ex);
        }
    }

    // symlink(2) makes it or finds one there: several first commands may run at once, and none may undo another's.
    /// <returns>False in a folder that cannot be written, as in a read-only image: what has never been switched is genesis there
    /// too.</returns>
    private bool TryMakeFirst()
    {
        try
        {
            _ = File.CreateSymbolicLink(home.Current, InItsForm(DaemonHome.Genesis));
            Ownership.Gets(home.Current);
            FileCalls.SyncFolder(home.Root);
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Target is not null || (UnwritableFolder.Why(home.Root) is null ? throw NotPointed(DaemonHome.Genesis, ex) : false);
        }
    }

    private string InItsForm(string target) =>
        home.IsApart ? Absolute(target)
        : new FileInfo(home.Current).LinkTarget is { } found ? Path.IsPathFullyQualified(found) ? Absolute(target) : target
        : HasAbsoluteLinks() ? Absolute(target)
        : target;

    // A version outside of the root is known by its whole path already.
    private string Absolute(string target) => Path.IsPathFullyQualified(target) ? target : Path.Join(home.Versions, target);

    // Where there is no current yet, or no more: an older Go version, and guides for it, make absolute links to what lies in this folder,
    // and ours never does.
    private bool HasAbsoluteLinks() => new[] { home.Root, home.Upgrades }.Any(folder =>
        Listing.EntriesIn(folder).Any(name => new FileInfo(Path.Join(folder, name)).LinkTarget is { } target
            && target.StartsWith(home.Root + '/', StringComparison.Ordinal)));

    private RefusedException NotPointed(string target, Exception ex) =>
        new($"cannot point {home.Current} to {target}: {ex.Message.TrimEnd('.')}. It needs write permission in {home.Root}", ex);

    // A link may name a folder of ours by another way: by the real path of a home that is a link itself, or up and down again.
    private CurrentVersion Of(string linkText)
    {
        var version = CurrentVersion.Of(home, linkText);

        if (!Path.IsPathFullyQualified(version.Target))
        {
            return version;
        }

        for (var above = Path.GetDirectoryName(version.Folder); above is { Length: > 1 }; above = Path.GetDirectoryName(above))
        {
            if (version.Folder[(above.Length + 1)..] is var inside && !CurrentVersion.LeadsUp(inside) && HoldsOurVersions(above))
            {
                return CurrentVersion.Of(home, Path.Join(home.Versions, inside));
            }
        }

        return version;
    }

    private bool HoldsOurVersions(string folder)
    {
        try
        {
            return RealPath.Of(folder) == RealPath.Of(home.Versions);
        }
        catch (IOException)
        {
            return false; // one of them is not there, or not ours to look into
        }
    }

    private CurrentVersion Whole(string linkText)
    {
        var version = Of(linkText);

        return Directory.Exists(version.Folder)
            ? version
            : throw new RefusedException(
                $"{home.Current} points to \"{linkText}\", and there is no folder {version.Folder}. "
                + $"Nothing was changed, and no other version was guessed: running an old binary on newer data destroys it. "
                + $"Put that version back, or point the link to the version this data belongs to: ln -sfn upgrades/<name> {home.Current}");
    }
}
