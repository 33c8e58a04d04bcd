using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>killer.c, built once: it counts the system calls by which a program changes a disk, and strikes at one of them.</summary>
internal sealed class Killer : IDisposable
{
    private const int TracingRefused = 77;
    private const int NoSuchCall = 1_000_000;

    private readonly TemporaryFolder _folder = new("killer");

    private string Program => _folder.In("killer");

    /// <summary>Skips the test where there is no compiler, or tracing is not permitted.</summary>
    public static Killer Build()
    {
        Assert.SkipUnless(Executable.IsNative, "only the published executable is killed: the runtime's own files would be counted too");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ptrace(2) is used in Linux's way");
        var compiler = new[] { "/usr/bin/clang", "/usr/bin/cc", "/usr/bin/gcc" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(compiler is null, "there is no C compiler to build the killer with");

        var killer = new Killer();
        using var build = new Run(
            compiler!,
            ["-O1", "-o", killer.Program, Path.Join(AppContext.BaseDirectory, "Interruptions", "killer.c")],
            new Dictionary<string, string>());
        var built = build.End();
        Assert.True(built.Code == 0, built.Error);

        using var trial = new Run(killer.Program, ["1", "before", killer.CountFile(0), "/bin/true"], new Dictionary<string, string>());
        var tracing = trial.End();
        Assert.SkipWhen(tracing.Code == TracingRefused, $"tracing is not permitted here: {tracing.Error}");
        Assert.Equal(0, tracing.Code);
        return killer;
    }

    /// <summary>How many changes of a disk a whole run makes.</summary>
    public int Count(NodeHome home, int id)
    {
        _ = Strike(home, NoSuchCall, "before", id);
        return Counted(id);
    }

    /// <summary>How many changes of a disk the operator's command makes, which ends well.</summary>
    public int CountOfCommand(NodeHome home, int id, params string[] words)
    {
        var end = StrikeCommand(home, NoSuchCall, "before", id, words);
        Assert.True(end.Code == 0, $"{string.Join(' ', words)}: {end.Output}{end.Error}");
        return Counted(id);
    }

    /// <summary>How many were counted in a run that has ended.</summary>
    public int Counted(int id) => int.Parse(File.ReadAllLines(CountFile(id))[0], CultureInfo.InvariantCulture);

    /// <summary>
    /// Takes from the files that were written and not flushed when it struck what a loss of power may take: all they held.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int LoseWhatWasNotFlushed(NodeHome home, int id)
    {
        var inodes =
            File.ReadAllLines(CountFile(id)).Skip(1).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        var lost = 0;

        if (inodes.Count > 0)
        {
            using var find = new Run("/usr/bin/find", [home.Path, "-type", "f", "-printf", "%i %p\\n"], new Dictionary<string, string>());

            foreach (var line in find.End().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Split(' ', 2) is [var inode, var path] && inodes.Contains(inode))
                {
                    File.WriteAllText(path, "");
                    lost++;
                }
            }
        }

        return lost;
    }

    /// <summary>Runs <c>cosmovisor start</c> and strikes.</summary>
    /// <param name="home">Where.</param>
    /// <param name="call">At which change of a disk, from 1.</param>
    /// <param name="how"><c>before</c> or <c>after</c> it to kill, <c>power</c> to take back names that were not flushed too, or an errno
    /// to let it fail with.</param>
    /// <param name="id">Of whoever asks, when several do at once.</param>
    public Finished Strike(NodeHome home, int call, string how, int id) =>
        home.RunUnder(Program, call.ToString(CultureInfo.InvariantCulture), how, CountFile(id), Executable.Cosmovisor, "start");

    /// <summary>The same of the operator's tool.</summary>
    public Finished StrikeCommand(NodeHome home, int call, string how, int id, params string[] words) =>
        home.RunUnder(Program, [call.ToString(CultureInfo.InvariantCulture), how, CountFile(id), Executable.Cosmovisorctl, .. words]);

    /// <summary><c>cosmovisor start</c> as <see cref="Strike"/> has it, and returns at once.</summary>
    public Run Begin(NodeHome home, int call, string how, int id) =>
        new(Program, [call.ToString(CultureInfo.InvariantCulture), how, CountFile(id), Executable.Cosmovisor, "start"],
            Supervision.BashRuns.Variables(home));

    /// <summary>The same, and only counts.</summary>
    public Run BeginToCount(NodeHome home, int id) => Begin(home, NoSuchCall, "before", id);

    /// <summary>Asks what runs under the killer to end.</summary>
    public static void Terminate(NodeHome home, Run run) => _ = home.Shell($"kill -TERM $(cat /proc/{run.Pid}/task/{run.Pid}/children)");

    /// <summary>How many calls touch the home in a whole run, and how that run ended.</summary>
    public (int Calls, Finished End) CountAll(NodeHome home, string[] arguments)
    {
        var end = StrikeAny(home, NoSuchCall, 5, id: 0, arguments);
        return (Counted(0), end);
    }

    /// <summary>Lets a call that touches the home in any way fail with an errno, once.</summary>
    public Finished StrikeAny(NodeHome home, int call, int errno, int id, string[] arguments) =>
        home.RunUnder(Program, [
            call.ToString(CultureInfo.InvariantCulture),
            $"all:{errno.ToString(CultureInfo.InvariantCulture)}",
            CountFile(id),
            Executable.Cosmovisor,
            .. arguments
        ]);

    public void Dispose() => _folder.Dispose();

    private string CountFile(int id) => _folder.In($"count-{id.ToString(CultureInfo.InvariantCulture)}");
}
