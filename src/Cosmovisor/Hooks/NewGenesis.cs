using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Hooks;

/// <summary>
/// Puts a new genesis file in force, with the old one kept: for upgrades that export the state and start a new chain from it.
/// </summary>
internal sealed class NewGenesis(INews news)
{
    /// <summary>While the old node still runs: one that exists already is whole.</summary>
    public static void EnsureReady(GenesisPaths paths)
    {
        if (File.Exists(paths.New) && GenesisFile.WhatIsWrong(paths.New) is { } wrong)
        {
            throw new RefusedException($"{paths.New} is not a genesis file: {wrong}");
        }
    }

    /// <returns>Where the old one is kept; null when there was none.</returns>
    /// <exception cref="RefusedException">The new one is not a genesis file.</exception>
    public string? PutInForce(GenesisPaths paths)
    {
        EnsureReady(paths);
        var kept = Keep(paths);
        AtomicFile.Copy(paths.New, paths.InForce);
        news.Tell(new Happening.NewGenesisInForce(paths.InForce, paths.New, kept));
        return kept;
    }

    /// <summary>A later step failed before the switch: the old binary must find the old genesis.</summary>
    public void Undo(GenesisPaths paths)
    {
        File.Delete(AtomicFile.NextOf(paths.InForce)); // a try that was killed may have left it

        if (File.Exists(paths.Kept))
        {
            AtomicFile.Copy(paths.Kept, paths.InForce);
            news.Tell(new Happening.OldGenesisBack(paths.InForce));
        }
    }

    // Kept once: a second try of the same upgrade would otherwise keep the new one as the old.
    private static string? Keep(GenesisPaths paths)
    {
        if (FileFacts.OfTarget(paths.InForce) is not null && !File.Exists(paths.Kept))
        {
            PrivateFolder.Make(Path.GetDirectoryName(paths.Kept)!, (UnixFileMode)0x1E8); // rwxr-x---
            AtomicFile.Copy(paths.InForce, paths.Kept);
            FileCalls.SyncFolder(Path.GetDirectoryName(Path.GetDirectoryName(paths.Kept)!)!);
        }

        return File.Exists(paths.Kept) ? paths.Kept : null;
    }
}
