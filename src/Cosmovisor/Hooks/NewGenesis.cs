using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Hooks;

/// <summary>Puts a new genesis file in force, with the old one kept: for upgrades that export the state and start a new chain from it.</summary>
internal sealed class NewGenesis(ILog log)
{
    /// <summary>While the old node still runs: one that is there already is whole.</summary>
    public static void EnsureReady(GenesisPaths paths)
    {
        if (File.Exists(paths.New) && GenesisFile.WhatIsWrong(paths.New) is { } wrong)
        {
            throw new RefusedException($"{paths.New} is no genesis file: {wrong}");
        }
    }

    /// <returns>Whether there was a new one.</returns>
    /// <exception cref="RefusedException">It is no genesis file.</exception>
    public bool PutInForce(GenesisPaths paths)
    {
        if (!File.Exists(paths.New))
        {
            return false;
        }

        EnsureReady(paths);
        Keep(paths);
        Replace(paths.New, paths.InForce, ModeOf(paths));
        log.Info("new genesis in force", ("file", paths.InForce), ("from", paths.New), ("kept", paths.Kept));
        return true;
    }

    /// <summary>A later step failed before the switch: the old binary must find the old genesis.</summary>
    public void Undo(GenesisPaths paths)
    {
        if (File.Exists(paths.Kept))
        {
            Replace(paths.Kept, paths.InForce, ModeOf(paths));
            log.Warning("the old genesis is back in force", ("file", paths.InForce));
        }
    }

    // Kept once: a second try of the same upgrade would otherwise keep the new one as the old.
    private static void Keep(GenesisPaths paths)
    {
        if (File.Exists(paths.InForce) && !File.Exists(paths.Kept))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(paths.Kept)!, (UnixFileMode)0x1E8); // rwxr-x---
            Replace(paths.InForce, paths.Kept, ModeOf(paths));
        }
    }

    private static UnixFileMode ModeOf(GenesisPaths paths) => File.GetUnixFileMode(File.Exists(paths.InForce) ? paths.InForce : paths.New);

    private static void Replace(string from, string to, UnixFileMode mode)
    {
        var next = to + ".next";
        File.Copy(from, next, overwrite: true);
        File.SetUnixFileMode(next, mode);
        FileCalls.SyncFile(next);
        FileCalls.Rename(next, to);
        FileCalls.SyncFolder(Path.GetDirectoryName(to)!);
    }
}
