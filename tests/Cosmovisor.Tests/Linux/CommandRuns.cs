using System.Diagnostics;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Linux;

[Collection(Descriptors.Alone)]
public static class CommandRuns
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(255)]
    public static void TellTheExitCode(int code) => Assert.Equal(new DaemonEnd.Exited(code), Shell($"exit {code}").End);

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("KILL", 9)]
    [InlineData("SEGV", 11)]
    public static void TellTheSignalThatEndedIt(string name, int signal) =>
        Assert.Equal(new DaemonEnd.Killed(signal), Shell($"kill -{name} $$").End);

    [Fact]
    public static void HandOutEachLineOfBothStreams()
    {
        var lines = new List<string>();

        var end = Run(new Command("/bin/sh", "-c", "echo one; echo two >&2; echo; printf 'three\\r\\nfour'"), lines.Add);

        Assert.Equal(["one", "two", "three", "four"], lines);
        Assert.Equal("one\ntwo\n\nthree\r\nfour", end.OutputTail);
    }

    [Fact]
    public static void HandOutTheErrorApartWhereThatIsWanted()
    {
        var (lines, errors) = (new List<string>(), new List<string>());

        var end = Run(
            new Command("/bin/sh", "-c", "echo one; printf 'two\nthree' >&2; sleep 0.1; echo four") { OnErrorLine = errors.Add },
            lines.Add);

        Assert.Equal(["one", "four"], lines);
        Assert.Equal(["two", "three"], errors);
        Assert.Contains("three", end.OutputTail, StringComparison.Ordinal);
        Assert.EndsWith("four", end.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public static void KeepTheTailOfALongOutput()
    {
        var end = Shell("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done");

        Assert.InRange(end.OutputTail.Length, 4000, 4096);
        Assert.EndsWith("line 1999", end.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public static void CutALineThatNeverEnds()
    {
        var lines = new List<string>();

        _ = Run(new Command("/bin/sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x"), lines.Add);

        Assert.Equal(8 * 1024, lines.Single().Length);
    }

    [Fact]
    public static void PassArgumentsVariablesAndFolderOn()
    {
        var command = new Command("/bin/sh", "-c", "echo \"$1|$2|$3|$HOOK|$HOME|$PWD\"", "name", "two words", "", "é")
        {
            WorkingDirectory = "/usr",
            Variables = new Dictionary<string, string> { ["HOOK"] = "added", ["HOME"] = "replaced" },
        };

        Assert.Equal("two words||é|added|replaced|/usr", Run(command).OutputTail);
    }

    [Fact]
    public static void GiveItNothingToRead() => Assert.Equal("", Shell("cat").OutputTail);

    [Fact]
    public static void NameWhyItCouldNotBeStarted()
    {
        using var temporary = new TemporaryHome();
        File.WriteAllText(temporary.In("plain"), "x");

        Assert.Equal(
            new CommandEnd(null, "", "could not be started: No such file or directory (errno 2)"), Run(new Command("/no/such/program")));
    }

    [Fact]
    public static void EndTheWholeGroupAtTheTimeLimit()
    {
        using var temporary = new TemporaryHome();
        var started = Stopwatch.GetTimestamp();

        var end = Run(new Command("/bin/sh", "-c", $"sleep 60 & echo $! > {temporary.In("pid")}; echo begun; wait")
        {
            TimeLimit = TimeSpan.FromMilliseconds(500)
        });

        Assert.Null(end.End);
        Assert.Equal("was stopped after its time limit of 0.5 s", end.Trouble);
        Assert.Equal("begun", end.OutputTail);
        AwaitGone(int.Parse(File.ReadAllText(temporary.In("pid")), null));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public static void AreStoppedWhenTheirEndIsAskedFor()
    {
        using var temporary = new TemporaryHome();
        using var asked = new CancellationTokenSource();

        _ = Assert.Throws<OperationCanceledException>(() => new ProgramRunner(new Children()).Run(
            new Command("/bin/sh", "-c", $"echo $$ > {temporary.In("pid")}; echo begun; exec sleep 60"),
            _ => asked.Cancel(),
            asked.Token));

        AwaitGone(int.Parse(File.ReadAllText(temporary.In("pid")), null));
    }

    /// <summary>TERM of a service manager comes to a script too, and one that knows better finishes its work first.</summary>
    [Fact]
    public static void CountWhereTheyFinishTheWorkThatMustNotBeDoneTwice()
    {
        var end = EndedWhenAskedTo("trap 'done=1' TERM; echo begun; while [ -z \"$done\" ]; do sleep 0.02; done; exit 0", mustNotRunTwice: true);

        Assert.Equal(new DaemonEnd.Exited(0), end.End);
        Assert.Null(end.Trouble);
    }

    [Theory]
    [InlineData("exit 0", false)]
    [InlineData("exit 1", true)]
    [InlineData("kill -KILL $$", true)]
    public static void DoNotCountOtherwise(string way, bool mustNotRunTwice) => _ = Assert.Throws<OperationCanceledException>(
        () => EndedWhenAskedTo($"trap 'done=1' TERM; echo begun; while [ -z \"$done\" ]; do sleep 0.02; done; {way}", mustNotRunTwice));

    private static CommandEnd EndedWhenAskedTo(string script, bool mustNotRunTwice)
    {
        using var asked = new CancellationTokenSource();
        return new ProgramRunner(new Children()).Run(
            new Command("/bin/sh", "-c", script) { MustNotRunTwice = mustNotRunTwice }, _ => asked.Cancel(), asked.Token);
    }

    [Fact]
    public static void AreNotBegunWhenTheirEndWasAskedForBefore()
    {
        using var temporary = new TemporaryHome();

        _ = Assert.Throws<OperationCanceledException>(() =>
            new ProgramRunner(new Children())
                .Run(new Command("/usr/bin/touch", temporary.In("begun")), null, new CancellationToken(canceled: true)));

        Assert.False(File.Exists(temporary.In("begun")));
    }

    [Fact]
    public static void LoseNoByteAndLeakNoDescriptorInAThousand()
    {
        var commands = new ProgramRunner(new Children());
        _ = commands.Run(new Command("/bin/echo", "warm up"), null, CancellationToken.None);
        var before = Descriptors.Count;

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal($"number {i}", commands.Run(new Command("/bin/echo", $"number {i}"), null, CancellationToken.None).OutputTail);
        }

        Assert.InRange(Descriptors.Count, 1, before);
    }

    private static CommandEnd Shell(string script) => Run(new Command("/bin/sh", "-c", script));

    private static CommandEnd Run(Command command, Action<string>? onLine = null) =>
        new ProgramRunner(new Children()).Run(command, onLine, TestContext.Current.CancellationToken);

    private static void AwaitGone(int pid) =>
        Wait.Until($"the end of pid {pid}", () => ProcFile.Read($"/proc/{pid}/cmdline") is null or { Length: 0 });
}
