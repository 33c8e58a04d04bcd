using System.Text;
using Cosmovisor.Backups;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Running;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>From checked settings and the daemon's arguments to a running supervisor, or to the daemon in our place.</summary>
internal static class RunCommand
{
    /// <param name="settings">Checked.</param>
    /// <param name="arguments">The daemon's, as bytes.</param>
    /// <param name="isRun">Whether they stood behind <c>run</c>.</param>
    /// <returns>The exit code. Does not return when the daemon took our place.</returns>
    public static int Run(EffectiveSettings settings, byte[][] arguments, bool isRun)
    {
        var home = settings.Home;
        var words = arguments.Select(Encoding.UTF8.GetString).ToArray();
        var kind = CommandKinds.Of(words, isRun);

        if (kind == CommandKind.Client)
        {
            return HandOver(home, new CurrentLink(home).Read(), arguments);
        }

        var notices = new SystemdNotifier(Environment.GetEnvironmentVariable, Environment.ProcessId);

        try
        {
            return RunUnderTheLock(settings, kind, arguments, words, notices);
        }
        catch (RefusedException ex)
        {
            notices.Tell(new Happening.Refused(ex.Message, ex.ExitCode));
            throw;
        }
    }

    private static int RunUnderTheLock(
        EffectiveSettings settings, CommandKind kind, byte[][] arguments, string[] words, SystemdNotifier notices)
    {
        var home = settings.Home;
        var current = new CurrentLink(home);
        var version = current.Read();
        var node = NodeFolders.Of(
            home, DaemonArguments.Home(words), settings.TextOrNull(SettingTable.DataFolder), ProcessImage.WorkingFolder);
        using var homeLock = HomeLock.TryTake(home, settings.Contract, kind == CommandKind.Node, node.Data);

        if (homeLock is not null && RestoreSwap.Unfinished(home) is { } unfinished)
        {
            throw new RefusedException($"{unfinished}. Nothing was started: the data folder may not be whole");
        }

        if (homeLock is not null)
        {
            return SupervisedRun.Run(settings, current, node, homeLock.IsReadOnly, kind, arguments, words, notices);
        }

        if (kind == CommandKind.Unknown)
        {
            return HandOver(home, version, arguments);
        }

        throw new RefusedException(
            $"{HomeLock.Holder(home)} already runs the node of {home.Path}: it holds {(UnwritableFolder.Why(home.Root) is null ? home.Lock : node.Data)}. "
            + "Nothing was started. Two nodes on one home would destroy its data and double-sign; stop the other one first.")
        { ExitCode = ExitCodes.LockHeld };
    }

    /// <summary>The daemon takes our place: same pid, terminal, streams, signals.</summary>
    private static int HandOver(DaemonHome home, CurrentVersion version, byte[][] arguments)
    {
        var path = DaemonBinary.Usable(home, version.Folder);
        var errno = Starter.Become(path, [NativeStrings.Bytes(path), .. arguments],
            ProcessImage.EnvironmentWith(LibraryPath.With(DaemonHome.LibrariesIn(version.Folder))));
        throw DaemonBinary.NotExecuted(path, errno);
    }
}
