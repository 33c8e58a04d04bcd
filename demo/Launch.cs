using System.ComponentModel;
using System.Diagnostics;

namespace Cosmovisor.Demo;

/// <summary>Starts cosmovisor in a home, and sees to its end.</summary>
internal static class Launch
{
    // The demo's node ends at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Process Start(string supervisor, DemoHome home, string[] arguments)
    {
        var start = new ProcessStartInfo(supervisor, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };

        Forget(start);
        start.Environment["DAEMON_HOME"] = home.Path;
        start.Environment["DAEMON_NAME"] = DemoHome.DaemonName;
        start.Environment["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        start.Environment["DAEMON_BACKUP_DATA_DIR"] = home.Data;

        return Start(start);
    }

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new ExpectationException($"{start.FileName} did not start");
        }
        catch (Win32Exception ex)
        {
            throw new ExpectationException($"{start.FileName} could not be started: {ex.Message}");
        }
    }

    /// <summary>Takes the settings of whoever runs the demo out of a program's environment: they are none of its own.</summary>
    public static void Forget(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DAEMON_", StringComparison.Ordinal)
            || name.StartsWith("COSMOVISOR_", StringComparison.Ordinal)).ToArray())
        {
            _ = start.Environment.Remove(name);
        }

        // A built cosmovisor begins by taking its own place (execve), and the socket the runtime had made for debuggers would stay in the
        // temp folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
    }

    /// <summary>TERM first, so that it can end its node; then KILL to all of it.</summary>
    public static void End(Process? process)
    {
        if (process is null or { HasExited: true })
        {
            return;
        }

        Signals.Terminate(process.Id);

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
