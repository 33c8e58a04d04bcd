using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// What lies between a node's halt and the new binary, counted by strace(1): a chain stands still meanwhile, and a flush takes a slow disk
/// a tenth of a second.
/// </summary>
public static partial class TheShortestWay
{
    private const string Strace = "/usr/bin/strace";
    private const string Unfinished = "<unfinished ...>";
    private const int LinesOfHistory = 50_000;

    [Theory]
    [InlineData(false, 1)] // where current points
    // and that the new binary's pre-upgrade has begun, and has ended: content and name of the journal each; and its content before the
    // switch
    [InlineData(true, 6)]
    public static void HasNoMoreFlushesThanMustBe(bool hasPreUpgrade, int most)
    {
        var calls = Calls(hasPreUpgrade, "fsync,fdatasync,syncfs,sync,msync,sync_file_range");
        var flushes = calls.Where(call => call.Contains("sync", StringComparison.Ordinal)).ToList();

        Assert.True(flushes.Count <= most, string.Join('\n', flushes));
        Assert.Contains(flushes, call => call.Contains("/cosmovisor>", StringComparison.Ordinal)); // the folder that current stands in
    }

    [Fact]
    public static void HasNoThreadAndReadsNoLongHistory()
    {
        Assert.SkipUnless(Executable.IsNative, "the runtime of a build begins threads of its own");
        var calls = Calls(hasPreUpgrade: false, "clone3,clone,vfork,fork,pread64,read");

        Assert.DoesNotContain(calls, call => call.Contains("CLONE_THREAD", StringComparison.Ordinal));
        Assert.InRange(calls.Where(call => call.Contains("history.jsonl>", StringComparison.Ordinal)).Sum(Returned), 1, 64 * 1024);
    }

    // Those of the supervisor between the node's halt and the new version's first instruction, and those two.
    private static List<string> Calls(bool hasPreUpgrade, string traced)
    {
        Assert.SkipUnless(File.Exists(Strace), "there is no strace; install the package of that name");
        using var home = Home(hasPreUpgrade);
        var report = home.In("calls");
        var end = home.RunUnder(
            Strace, ["-f", "-y", "-s", "200", "-o", report, "-e", $"trace=execve,{traced}", Executable.Cosmovisor, "start"]);
        Assert.SkipWhen(end.Error.Contains("PTRACE_TRACEME", StringComparison.Ordinal), $"tracing is not permitted here: {end.Error}");
        Assert.True((end.Code, home.Current) == (0, "upgrades/v2"), $"{end.Code}: {end.Error}{home.Log}");
        Assert.Equal(LinesOfHistory + 1, File.ReadLines(home.In("cosmovisor/history.jsonl")).Count());

        var lines = Whole(File.ReadLines(report));
        var halt = lines.FindIndex(
            line => line.Contains("execve(", StringComparison.Ordinal) && line.Contains("\"halting\"", StringComparison.Ordinal));
        var start = lines.FindIndex(line => line.Contains("execve(", StringComparison.Ordinal)
            && line.Contains("upgrades/v2/bin/", StringComparison.Ordinal)
            && line.Contains("\"start\"", StringComparison.Ordinal));
        Assert.True(halt >= 0 && start > halt, string.Join('\n', lines));

        // The parent goes on as soon as its child begins to execute, and may be told before the child's own line: what it does then is no
        // part of the way.
        var forked = lines.FindLastIndex(start, start - halt, line => line.Contains("vfork(", StringComparison.Ordinal));
        return lines[halt..((forked > halt ? forked : start) + 1)];
    }

    // A call that another process's call interrupts is told in two pieces: "12 read(5</a>, <unfinished ...>" and "12 <... read resumed>"x",
    // 9) = 1". It counts where it ends.
    private static List<string> Whole(IEnumerable<string> report)
    {
        var begun = new Dictionary<string, string>();
        var lines = new List<string>();

        foreach (var line in report)
        {
            var process = line.Split(' ')[0];

            if (line.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[process] = line[..^Unfinished.Length];
            }
            else
            {
                lines.Add(Resumed().Match(line) is { Success: true } rest && begun.Remove(process, out var first) ? first
                    + line[rest.Length..] : line);
            }
        }

        return lines;
    }

    private static long Returned(string call) =>
        Result().Match(call) is { Success: true } found ? long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    // It halts when the supervisor's start is over: what begins late there, under a tracer, is no part of an upgrade.
    private static NodeHome Home(bool hasPreUpgrade)
    {
        var home = new NodeHome()
            .Install("genesis", $"sleep 2\n/bin/echo halting >&2\n{Supervision.Sentences.Halt("v2")}\nexit 2")
            .Install("upgrades/v2", "exit 0")
            .PointCurrentTo("genesis")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Set("COSMOVISOR_LOOK_AHEAD", "0s");

        if (hasPreUpgrade)
        {
            _ = home.Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0");
        }

        File.WriteAllLines(home.In("cosmovisor/history.jsonl"), Enumerable.Range(1, LinesOfHistory).Select(Line));
        return home;
    }

    // Each led from where the one before it led to, and the last one here.
    private static string Line(int number)
    {
        static string Target(int at) => at is 0 or LinesOfHistory ? "genesis"
            : string.Create(CultureInfo.InvariantCulture, $"upgrades/w{at}");
        var began = DateTimeOffset.UnixEpoch.AddHours(number).ToString("O", CultureInfo.InvariantCulture);

        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"journal":1,"plan":"w{{number}}","height":{{(number / 2000) + 1}},"info":"","from":"{{Target(number - 1)}}","began":"{{began}}","steps":[{"step":"Stage","tries":1,"began":"{{began}}","ended":"{{began}}","left":"{{Target(number)}}"}],"result":"done","ended":"{{began}}"}""");
    }

    [GeneratedRegex(@"= (\d+)$")]
    private static partial Regex Result();

    [GeneratedRegex(@"^\d+ +<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();
}
