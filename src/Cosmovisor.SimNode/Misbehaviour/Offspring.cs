using System.Diagnostics;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Misbehaviour;

/// <summary>
/// Processes that outlive the node and hold its stdout and stderr open. Their ids stand in <c>data/simnode.offspring</c>, one a line.
/// </summary>
internal static class Offspring
{
    /// <summary>The hidden command that starts one in a session of its own and ends at once.</summary>
    public const string Daemonize = "offspring-daemonize";

    private const string Sleep = "echo $$ >>\"$0\"; exec sleep 600";

    // A signal that is ignored stays ignored across exec.
    private const string SleepThroughTerm = "trap '' TERM INT HUP QUIT; " + Sleep;

    public static void Make(Options options, string data)
    {
        var file = Path.Combine(data, "simnode.offspring");
        var expected = options.Forks + options.ForksIgnoringTerm + options.ForksDaemonized;

        if (expected == 0)
        {
            return;
        }

        File.Delete(file);
        Repeat(options.Forks, () => Run("/bin/sh", "-c", Sleep, file));
        Repeat(options.ForksIgnoringTerm, () => Run("/bin/sh", "-c", SleepThroughTerm, file));
        Repeat(options.ForksDaemonized, () => Run(Environment.ProcessPath ?? "simnode", Daemonize, file));
        _ = SpinWait.SpinUntil(() => File.Exists(file) && File.ReadAllLines(file).Length == expected, TimeSpan.FromSeconds(10));
    }

    public static int RunDaemonized(string file)
    {
        _ = Libc.NewSession();
        Run("/bin/sh", "-c", Sleep, file);
        return 0;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false });
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }
}
