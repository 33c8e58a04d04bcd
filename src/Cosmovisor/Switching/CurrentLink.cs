using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Switching;

/// <summary>The <c>current</c> symlink: the one fact on disk that says which version runs.</summary>
internal sealed class CurrentLink(DaemonHome home)
{
    /// <summary>Which version runs. Makes the link to genesis at the very first use, and never again: a link that is broken is told.</summary>
    /// <exception cref="RefusedException">It is not a link, or leads nowhere; or there is neither a link nor a genesis.</exception>
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

        if (!Directory.Exists(home.GenesisFolder))
        {
            var binary = home.BinaryIn(home.GenesisFolder);
            throw new RefusedException($"there is no daemon binary at {binary}, and no {home.Current} that says which other one to run. Nothing was made. Put it there: mkdir -p {Path.GetDirectoryName(binary)} && cp /path/to/{home.DaemonName} {binary}; or let cosmovisorctl init /path/to/{home.DaemonName} do all that")
            {
                ExitCode = Supervision.ExitCodes.NoBinary,
            };
        }

        MakeFirst();
        return Read();
    }

    /// <summary>What it points to, whether that is there or not; null when there is no such link.</summary>
    public string? Target => new FileInfo(home.Current).LinkTarget is { } text ? CurrentVersion.Of(home, text).Target : null;

    /// <summary>Points <c>current</c> at <paramref name="target"/>. A reader sees the old link or the new one, never neither.</summary>
    /// <param name="target">Relative to the root, so that a home can be moved or mounted elsewhere.</param>
    public void SwitchTo(string target)
    {
        var next = home.Current + ".next";

        try
        {
            File.Delete(next); // a leftover from a crash between the two lines below
            _ = File.CreateSymbolicLink(next, target);
            FolderOwner.Gets(next);
            FileCalls.Rename(next, home.Current);
            FileCalls.SyncFolder(home.Root);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw NotPointed(target, ex);
        }
    }

    // symlink(2) makes it or finds one there: several first commands may run at once, and none may undo another's.
    private void MakeFirst()
    {
        try
        {
            _ = File.CreateSymbolicLink(home.Current, DaemonHome.Genesis);
            FolderOwner.Gets(home.Current);
            FileCalls.SyncFolder(home.Root);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            if (Target is null)
            {
                throw NotPointed(DaemonHome.Genesis, ex);
            }
        }
    }

    private RefusedException NotPointed(string target, Exception ex) => new($"cannot point {home.Current} to {target}: {ex.Message.TrimEnd('.')}. It needs write permission in {home.Root}", ex);

    private CurrentVersion Whole(string linkText)
    {
        var version = CurrentVersion.Of(home, linkText);

        return Directory.Exists(version.Folder)
            ? version
            : throw new RefusedException(
                $"{home.Current} points to \"{linkText}\", and there is no folder {version.Folder}. "
                + $"Nothing was changed, and no other version was guessed: running an old binary on newer data destroys it. "
                + $"Put that version back, or point the link to the version this data belongs to: ln -sfn upgrades/<name> {home.Current}");
    }
}
