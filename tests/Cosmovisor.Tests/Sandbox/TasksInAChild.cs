using System.Diagnostics;
using System.Text;
using Cosmovisor.Chain;
using Cosmovisor.Linux;
using Cosmovisor.Sandbox;
using Xunit;

namespace Cosmovisor.Tests.Sandbox;

/// <summary>What becomes of us when the child that works on bytes of strangers goes wrong: nothing.</summary>
[Collection(Descriptors.Alone)]
public static class TasksInAChild
{
    private static readonly string OurOwn = Path.Join(AppContext.BaseDirectory, "cosmovisor");

    [Fact]
    public static void GiveTheirResult() =>
        Assert.Equal("7", Result("""cat >/dev/null; echo '{"progress":{"done":1}}'; echo '{"result":{"height":7}}'""", out var lines)
            .Split(':')[1]
            .Trim('}', ' '));

    [Fact]
    public static void SayHowFarTheyAreOnTheWay()
    {
        _ = Result("""echo '{"progress":{"done":1,"total":3}}'; echo '{"remark":{"isWarning":true,"message":"slow","fields":["a","b"]}}'; echo '{"result":{}}'""",
            out var lines);

        Assert.Equal(new TaskProgress(1, 3), lines[0].Progress);
        Assert.Equal("slow", lines[1].Remark!.Message);
    }

    [Theory]
    [InlineData("exit 3", "ended with code 3 before it was done")]
    [InlineData("kill -KILL $$", "was killed by signal 9 (KILL) before it was done")]
    [InlineData("kill -ABRT $$", "was killed by signal 6 (ABRT) before it was done")]
    [InlineData("echo words; exit 0", "gave something that is not an answer")]
    [InlineData("echo '[]'", "gave something that is not an answer")]
    [InlineData("echo 'null'", "gave an empty line")]
    [InlineData("echo '{\"result\":{}}'; echo '{\"result\":{}}'", "went on after its last line")]
    [InlineData("echo '{\"refused\":\"no such plan\"}'; exit 1", "no such plan")]
    [InlineData("echo 'No usable version of libssl was found' >&2; kill -ABRT $$", "need OpenSSL (libssl.so.3 or libssl.so.1.1)")]
    [InlineData("echo 'Out of memory.' >&2; kill -ABRT $$", "needed more memory than it may have")]
    public static void SayInWordsHowTheyFailed(string script, string words) =>
        Assert.Contains(words, Refused(script), StringComparison.Ordinal);

    [Fact]
    public static void AreStoppedWhenTheyFlood() =>
        Assert.Contains("said more than 100000 lines", Refused("""yes '{"progress":{"done":1}}'"""), StringComparison.Ordinal);

    [Fact]
    public static void AreStoppedWhenTheyHang()
    {
        var began = Stopwatch.GetTimestamp();

        var reason = Refused("trap '' TERM; sleep 60 & wait; sleep 60", TimeSpan.FromSeconds(0.3));

        Assert.Contains("was stopped after its time limit of 0.3 s", reason, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public static void AreStoppedWhenNothingIsHeardOfThem()
    {
        var reason = Refused("trap '' TERM; sleep 60 & wait; sleep 60", pace: TimeSpan.FromMilliseconds(50));

        Assert.Contains("the process that works did not report for 0.45 s, and was stopped", reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreStoppedWhenTheirEndIsAskedFor()
    {
        using var asked = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));

        _ = Assert.Throws<OperationCanceledException>(() => Run("sleep 60", TimeSpan.FromSeconds(60), null, asked.Token));
    }

    [Fact]
    public static void NeedNotReadTheirRequest()
    {
        var order = new TaskOrder("x", "works", new byte[4 * 1024 * 1024], TimeSpan.FromSeconds(30));

        Assert.False(Run("exec 0<&-; exit 4", order, null, CancellationToken.None).IsOk(out _, out var reason));
        Assert.Contains("ended with code 4", reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void ReadARequestThatIsLongerThanAPipe()
    {
        var order = new TaskOrder("x", "works", Encoding.ASCII.GetBytes(new string('7', 300_000)), TimeSpan.FromSeconds(30));

        Assert.True(Run("""printf '{"result":%d}' $(wc -c)""", order, null, CancellationToken.None).IsOk(out var result, out _));
        Assert.Equal(300_000, result.GetInt32());
    }

    [Fact]
    public static void OfANameThatIsNoneAreRefusedByTheChild()
    {
        var order = new TaskOrder("no-such", "works", "{}"u8.ToArray(), TimeSpan.FromSeconds(60));

        Assert.False(
            new ChildTask(new ProgramRunner(new Children()), OurOwn).Run(order, null, CancellationToken.None).IsOk(out _, out var reason));
        Assert.Equal("there is no task no-such", reason);
    }

    [Fact]
    public static void AskANodeThatIsNotThere()
    {
        using var home = new TemporaryFolder("home");

        Assert.False(new NodeTasks(new ChildTask(new ProgramRunner(new Children()), OurOwn), home.Path).Height(CancellationToken.None)
            .IsOk(out _, out var reason));

        Assert.Contains("config.toml", reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void AskANodeWithoutWaitingForIt()
    {
        using var answered = new ManualResetEventSlim();
        long? height = 7;

        using var question = new NodeTasks(new ChildTask(new ProgramRunner(new Children()), OurOwn), "/nonexistent").BeginHeight(said =>
        {
            height = said;
            answered.Set();
        });

        Assert.True(answered.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Null(height);
    }

    private static string Result(string script, out List<TaskLine> lines)
    {
        var heard = new List<TaskLine>();
        lines = heard;
        var parsed = Run(script, TimeSpan.FromSeconds(30), heard.Add, CancellationToken.None);
        return parsed.IsOk(out var result, out var reason) ? result.GetRawText() : throw new InvalidOperationException(reason);
    }

    private static string Refused(string script, TimeSpan? limit = null, TimeSpan? pace = null)
    {
        Assert.False(Run(script, new TaskOrder("x", "works", "{}"u8.ToArray(), limit ?? TimeSpan.FromSeconds(60)), null,
            CancellationToken.None, pace).IsOk(out _, out var reason));
        return reason;
    }

    private static Parsed<System.Text.Json.JsonElement> Run(
        string script, TimeSpan limit, Action<TaskLine>? onLine, CancellationToken ct) =>
        Run(script, new TaskOrder("x", "works", "{}"u8.ToArray(), limit), onLine, ct);

    private static Parsed<System.Text.Json.JsonElement> Run(
        string script, TaskOrder order, Action<TaskLine>? onLine, CancellationToken ct, TimeSpan? pace = null)
    {
        using var folder = new TemporaryFolder("child");
        var child = folder.WriteProgram("child", $"#!/bin/sh\n{script}\n");
        return new ChildTask(new ProgramRunner(new Children()), child, pace).Run(order, onLine, ct);
    }
}
