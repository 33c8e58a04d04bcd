using System.Globalization;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Cosmovisor called as from a shell: with pipes, redirections, limits and descriptors that .NET cannot ask for.</summary>
internal static class BashRuns
{
    /// <summary>Starts a bash script that finds the executable in <c>$EXE</c> and the home in <c>$DAEMON_HOME</c>.</summary>
    public static Run StartBash(this NodeHome home, string script) =>
        // .NET lets its children ignore SIGPIPE, which a shell does not.
        new("/usr/bin/env", ["--default-signal=PIPE", "bash", "-c", script], home.Variables());

    public static Finished RunBash(this NodeHome home, string script)
    {
        using var run = home.StartBash(script);
        return run.End();
    }

    public static Dictionary<string, string> Variables(this NodeHome home) => new(home.Settings)
    {
        ["DAEMON_HOME"] = home.Path,
        ["DAEMON_NAME"] = NodeHome.DaemonName,
        ["EXE"] = Executable.Cosmovisor,
        ["SIMNODE"] = Executable.SimNode,
        ["LC_ALL"] = "C",
    };

    /// <summary>The pid of the supervisor that holds the home, whoever started it.</summary>
    public static int Supervisor(this NodeHome home) => Wait.For("a signed lock", () =>
        File.Exists(home.In("cosmovisor/lock"))
        && int.TryParse(File.ReadAllText(home.In("cosmovisor/lock")).Split('\n')[0].Trim(), NumberStyles.None,
            CultureInfo.InvariantCulture, out var pid) ? pid : (int?)null);

    /// <summary>A file the daemon writes on purpose, once it is there with at least one whole line.</summary>
    public static string Written(this NodeHome home, string relative)
    {
        var text = "";
        Wait.Until($"{relative} in the home", () => File.Exists(home.In(relative))
            && (text = File.ReadAllText(home.In(relative))).EndsWith('\n'));
        return text.TrimEnd('\n');
    }

    /// <summary>For what takes longer than any scenario should.</summary>
    public static void AwaitEnd(this Run run, TimeSpan limit) => Wait.Until("its end", () => run.HasEnded, limit: limit);

    public static void InstallUpgrade(this NodeHome home, string name, string script) => _ = home.Install($"upgrades/{name}", script);
}
