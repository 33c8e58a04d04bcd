using System.Diagnostics;
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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static readonly string Victim = Path.GetFullPath(Path.Join(
        AppContext.BaseDirectory, "../../Cosmovisor.Victim", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "victim"));

    /// <returns>Whether it came to its end before it was killed.</returns>
    public static bool AtLogLine(BackedUpNode node, string work, string mode, int line) =>
        Run(Victim, [work, node.Home.Path, mode, Text(line)], null);

    /// <inheritdoc cref="AtLogLine"/>
    public static bool After(BackedUpNode node, string work, string mode, TimeSpan time) =>
        Run(Victim, [work, node.Home.Path, mode, "0"], time);

    /// <summary>In a thread's n-th call of some kind.</summary>
    /// <inheritdoc cref="AtLogLine"/>
    public static bool AtCall(BackedUpNode node, string work, string mode, string calls, int call)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        return Run("/usr/bin/strace", [
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
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        var report = Path.Join(node.Home.Path, "calls");
        var start = new ProcessStartInfo("/usr/bin/strace", [
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
        ])
        { RedirectStandardError = true };
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // files of the runtime's own
        using var process = Process.Start(start)!;
        var says = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(Patience), "it did not end");
        var reached = File.ReadAllText(report).Contains("(INJECTED)", StringComparison.Ordinal);
        File.Delete(report);
        return (reached, process.ExitCode, says.Result);
    }

    private static bool Run(string program, string[] arguments, TimeSpan? killAfter)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var says = process.StandardError.ReadToEndAsync();

        if (killAfter is { } time && !process.WaitForExit(time))
        {
            process.Kill();
        }

        Assert.True(process.WaitForExit(Patience), "it neither ended nor was killed");
        Assert.True(process.ExitCode is 0 or 137, $"ended with {process.ExitCode}: {says.Result}");
        return process.ExitCode == 0;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
