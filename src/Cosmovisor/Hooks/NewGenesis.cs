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

    /// <returns>Where the old one is kept; null when there was none.</returns>
    /// <exception cref="RefusedException">The new one is no genesis file.</exception>
    public string? PutInForce(GenesisPaths paths)
    {
        EnsureReady(paths);
        var kept = Keep(paths);
        Replace(paths.New, paths.InForce, marks: FileFacts.Of(paths.InForce) ?? FileFacts.Of(paths.New));
        log.Info("new genesis in force", ("file", paths.InForce), ("from", paths.New), ("kept", kept));
        return kept;
    }

    /// <summary>A later step failed before the switch: the old binary must find the old genesis.</summary>
    public void Undo(GenesisPaths paths)
    {
        File.Delete(Next(paths.InForce)); // a try that was killed may have left it

        if (File.Exists(paths.Kept))
        {
            Replace(paths.Kept, paths.InForce, marks: FileFacts.Of(paths.Kept));
            log.Warning("the old genesis is back in force", ("file", paths.InForce));
        }
    }

    // Kept once: a second try of the same upgrade would otherwise keep the new one as the old.
    private static string? Keep(GenesisPaths paths)
    {
        if (File.Exists(paths.InForce) && !File.Exists(paths.Kept))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(paths.Kept)!, (UnixFileMode)0x1E8); // rwxr-x---
            Replace(paths.InForce, paths.Kept, marks: FileFacts.Of(paths.InForce));
            FileCalls.SyncFolder(Path.GetDirectoryName(Path.GetDirectoryName(paths.Kept)!)!);
        }

        return File.Exists(paths.Kept) ? paths.Kept : null;
    }

    private static string Next(string path) => path + ".next";

    // The node may run as another user than the one who made the new file: it must be able to read it as it could the old one.
    private static void Replace(string from, string to, FileFacts? marks)
    {
        var next = Next(to);
        File.Copy(from, next, overwrite: true);

        if (marks is { } old)
        {
            FileMarks.CarryRights(next, old);
        }

        FileCalls.SyncFile(next);
        FileCalls.Rename(next, to);
        FileCalls.SyncFolder(Path.GetDirectoryName(to)!);
    }
}
