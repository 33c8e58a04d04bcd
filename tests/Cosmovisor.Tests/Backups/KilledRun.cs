using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A backup or restore in a process of its own, which is killed somewhere.</summary>
internal static class KilledRun
{
    /// <summary>Calls that change names: between any two of them the disk looks different to whoever comes after.</summary>
    public const string Names = "rename,renameat2,symlink,unlink,rmdir,mkdir,fsync,syncfs";

    /// <summary>Calls that make or fill files.</summary>
    public const string Files = "link,pwrite64,ftruncate,utimensat";

    /// <summary>The flush of everything: a thread's own, while another prepares the manifest.</summary>
    public const string Flushes = "syncfs";

    public static readonly string Victim = BuiltProgram.At("Cosmovisor.Victim", "victim");

    /// <returns>Whether it came to its end before it was killed.</returns>
    public static bool AtLogLine(BackedUpNode node, string work, string mode, int line) =>
        Ends(Victim, [work, node.Home.Path, mode, Text(line)], null);

    /// <inheritdoc cref="AtLogLine"/>
    public static bool After(BackedUpNode node, string work, string mode, TimeSpan time) =>
        Ends(Victim, [work, node.Home.Path, mode, "0"], time);

    /// <summary>In a thread's n-th call of some kind.</summary>
    /// <inheritdoc cref="AtLogLine"/>
    public static bool AtCall(BackedUpNode node, string work, string mode, string calls, int call)
    {
        SystemTool.Need("strace");
        return Ends("/usr/bin/strace", [
            "-f",
            "-o",
            "/dev/null",
            "-e",
            $"trace={calls}",
            "-e",
            $"inject={calls}:signal=KILL:when={Text(call)}",
            Victim,
            work,
            node.Home.Path,
            mode,
            "0"
        ], null);
    }

    /// <summary>Each thread's n-th call of some kind fails with an error.</summary>
    /// <returns>Whether there was such a call; how it ended, and what it said.</returns>
    public static (bool Reached, int Code, string Says) FailingAtCall(
        BackedUpNode node, string work, string mode, string calls, int call, string error)
    {
        SystemTool.Need("strace");
        var report = Path.Join(node.Home.Path, "calls");
        using var run = new Run("/usr/bin/strace", [
            "-f",
            "-o",
            report,
            "-e",
            $"trace={calls}",
            "-e",
            $"inject={calls}:error={error}:when={Text(call)}",
            Victim,
            work,
            node.Home.Path,
            mode,
            "0"
        ], new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0" }); // files of the runtime's own
        var end = run.End();
        var reached = File.ReadAllText(report).Contains("(INJECTED)", StringComparison.Ordinal);
        File.Delete(report);
        return (reached, end.Code, end.Error);
    }

    private static bool Ends(string program, string[] arguments, TimeSpan? killAfter)
    {
        using var run = new Run(program, arguments);
        var end = killAfter is { } time ? run.EndOrKillAfter(time) : run.End();
        Assert.True(end.Code is 0 or 137, $"ended with {end.Code}: {end.Error}");
        return end.Code == 0;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
