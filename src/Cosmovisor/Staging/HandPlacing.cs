using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>
/// Binaries that an operator names, put into their versions' folders: first all of them are copied out of sight and looked over, then each
/// goes to its place in one step.
/// </summary>
/// <param name="home">Whose.</param>
/// <param name="recase">Upgrade names are lower-cased on disk.</param>
/// <param name="workplace">Where the copies are made. Killed, we leave nothing but its hidden folder, which the next staging
/// removes.</param>
/// <param name="news">Informed of a folder that is found in spite of its case.</param>
internal sealed class HandPlacing(DaemonHome home, bool recase, Workplace workplace, INews news)
{
    private const UnixFileMode Mode = // rwxr-xr-x
        UnixFileMode.UserRead
            | UnixFileMode.UserWrite
            | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute;

    private readonly PlacedVersions _placed = new(home, recase, news);
    private int _copies;

    /// <summary>Looks a binary over and copies it, out of sight.</summary>
    /// <param name="upgradeName">Whose it is to be.</param>
    /// <param name="source">The operator's file; left as it is.</param>
    /// <exception cref="RefusedException">It is not a binary that could be started here.</exception>
    public PlacingByHand Prepare(string upgradeName, string source)
    {
        var folder = _placed.FolderFor(upgradeName);
        var place = _placed.BinaryOf(folder);

        var file = OperatorsFiles.NameOf(source);

        if (UsableBinary.WhyNoFile(file) is { } wrong)
        {
            throw new RefusedException($"{source} {wrong}");
        }

        if (AtomicFile.AreAlike(file, place))
        {
            return new PlacingByHand(folder, place, Version: null, IsTaken: true);
        }

        var version = Path.Join(workplace.Tree, $"{_copies++}");
        var copy = home.BinaryIn(version);
        PrivateFolder.Make(Path.GetDirectoryName(copy)!, PrivateFolder.OthersRead);
        File.Copy(file, copy);
        File.SetUnixFileMode(copy, Mode);
        FileCalls.SyncFile(copy);

        return UsableBinary.WhyNot(copy, _placed.PathOf(folder)) is { } unfit
            ? throw new RefusedException($"{source} {unfit}")
            : new PlacingByHand(folder, place, version, _placed.HasBinary(folder));
    }

    /// <summary>
    /// Puts what was prepared into its place; a binary that is there is replaced in one step, and a process that runs it does not notice.
    /// </summary>
    /// <exception cref="RefusedException">Something else has come there meanwhile.</exception>
    public void Put(PlacingByHand placing)
    {
        if (placing.Version is not { } version)
        {
            return;
        }

        if (placing.IsTaken)
        {
            FileCalls.Rename(home.BinaryIn(version), placing.Binary);
            FileCalls.SyncFolder(Path.GetDirectoryName(placing.Binary)!);
        }
        else if (!_placed.TryPut(version, placing.Folder))
        {
            throw new RefusedException($"another binary was put at {placing.Binary} meanwhile, and was not replaced. Try again");
        }
    }
}

/// <summary>A binary that was looked over and waits to be put into its place.</summary>
/// <param name="Folder">Name of the version's folder.</param>
/// <param name="Binary">Where it belongs.</param>
/// <param name="Version">The version's folder out of sight; null when the same binary is in place already.</param>
/// <param name="IsTaken">Some binary is in its place.</param>
internal sealed record PlacingByHand(string Folder, string Binary, string? Version, bool IsTaken)
{
    /// <summary>It would take the place of another one.</summary>
    public bool Replaces => IsTaken && Version is not null;
}
