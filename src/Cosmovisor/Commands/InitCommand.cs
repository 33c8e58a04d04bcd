using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// A home made ready by <c>init</c>: folders, first binary, <c>current</c>, config.toml. What exists already stays as it is.
/// </summary>
/// <param name="settings">Their words checked; the folders they name need not be there yet.</param>
/// <param name="news">Informed of every step.</param>
/// <param name="ask">Whether a config.toml that says something else may be overwritten.</param>
internal sealed class InitCommand(EffectiveSettings settings, INews news, Func<string, bool> ask)
{
    // Nobody but the owner writes; the group may look, as with the Go versions since 1.5.
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode MayExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode BinaryMode =
        MayExecute | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DaemonHome _home = settings.Home;

    /// <summary>Looks at the binary before anything else is looked at.</summary>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="RefusedException">There is no such file: 66. Or no path at all: 64.</exception>
    public static string Checked(string path)
    {
        var whole = path.Length > 0 ? Path.GetFullPath(path) : throw new RefusedException(
            "init needs the path of the daemon's binary: cosmovisorctl init PATH. Nothing was made")
        { ExitCode = ExitCodes.Usage };

        var file = OperatorsFiles.NameOf(whole);

        return UsableBinary.WhyNoFile(file) is { } why ? throw NoBinary($"{path} {why}") : whole;
    }

    /// <exception cref="RefusedException">Something else stands in the way.</exception>
    public void Make(string binary)
    {
        try
        {
            var place = _home.BinaryIn(_home.GenesisFolder);
            MakeFolder(Path.GetDirectoryName(place)!);
            PutBinary(binary, place);
            TellIfUnfit(place);
            var version = new CurrentLink(_home).Read();
            news.Tell(new Happening.CurrentInPlace(_home.Current, version.Target));
            WriteConfig();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"the home {_home.Path} could not be made ready: {ex.Message.TrimEnd('.')}. What exists is complete and stays; correct that and run init again",
                ex);
        }
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            news.Tell(new Happening.FolderWasThere(folder));
            return;
        }

        if (FileCalls.IsThere(folder))
        {
            throw new RefusedException($"{folder} exists already and is not a folder. Nothing was changed. Move it away and run init again");
        }

        // One by one: only the last one would get the mode.
        var missing = new Stack<string>();

        for (var above = folder; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            missing.Push(above);
        }

        foreach (var path in missing)
        {
            _ = Directory.CreateDirectory(path, FolderMode);
            Ownership.Gets(path);
            FileCalls.SyncFolder(Path.GetDirectoryName(path)!);
        }

        news.Tell(new Happening.FolderMade(folder));
    }

    private void PutBinary(string from, string place)
    {
        if (Directory.Exists(place) || (FileCalls.IsThere(place) && !RegularFile.IsAt(place)))
        {
            throw new RefusedException(
                $"{place} exists already and is not a regular file; expected the daemon's binary. Nothing was copied. Move it away and run init again");
        }

        if (FileCalls.IsThere(place) || new FileInfo(place).LinkTarget is not null)
        {
            TellWhatStays(from, place);
            AllowToExecute(place);
            return;
        }

        var next = AtomicFile.NextOf(place);

        try
        {
            Copy(from, next);
            FileCalls.Rename(next, place);
        }
        finally
        {
            File.Delete(next); // half of it, when the copy failed
        }

        FileCalls.SyncFolder(Path.GetDirectoryName(place)!);
        news.Tell(new Happening.BinaryCopied(from, place));
    }

    private void TellWhatStays(string from, string place)
    {
        if (AreAlike(from, place))
        {
            news.Tell(new Happening.BinaryWasThere(place));
        }
        else
        {
            news.Tell(new Happening.BinaryStays(place, from));
        }
    }

    // What may be executed and not read is an odd thing, but it runs.
    private static bool AreAlike(string from, string place)
    {
        try
        {
            return AtomicFile.AreAlike(OperatorsFiles.NameOf(from), place);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // No refusal, as in the Go versions: some operators put the real one there later.
    private void TellIfUnfit(string place)
    {
        if (UsableBinary.WhyNot(place, _home.GenesisFolder) is { } unfit)
        {
            news.Tell(new Happening.BinaryUnfit(place, unfit));
        }
    }

    // The mode comes last and is ours: File.Copy would take over whatever the source has, set-id bits and write bits of others too.
    private static void Copy(string from, string to)
    {
        File.Delete(to); // a leftover of a crash

        using (var source = File.OpenRead(OperatorsFiles.NameOf(from)))
        using (var target = new FileStream(
            to, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            source.CopyTo(target);
        }

        File.SetUnixFileMode(to, BinaryMode);
        FileCalls.SyncFile(to);
    }

    private void AllowToExecute(string place)
    {
        var file = File.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place;
        var mode = File.GetUnixFileMode(file);

        if ((mode & MayExecute) != MayExecute)
        {
            File.SetUnixFileMode(file, mode | MayExecute);
            news.Tell(new Happening.MadeExecutable(file));
        }
    }

    private void WriteConfig()
    {
        var (path, lines) = (_home.ConfigFile, ConfigTomlText.Lines(settings));

        if (FileFacts.Of(path) is not null
            && BoundedFile.ReadText(path).IsOk(out var said, out _)
            && said == string.Concat(lines.Select(line => line + '\n')))
        {
            news.Tell(new Happening.ConfigSaysSo(path));
        }
        else if (FileFacts.Of(path) is not null && !ask($"{path} exists already. Overwrite it with the present settings?"))
        {
            news.Tell(new Happening.ConfigStays(path));
        }
        else
        {
            AtomicFile.Write(path, lines);
            news.Tell(new Happening.ConfigWritten(path));
        }
    }

    private static RefusedException NoBinary(string reason) => new($"{reason}. Nothing was made") { ExitCode = ExitCodes.NoBinary };
}
