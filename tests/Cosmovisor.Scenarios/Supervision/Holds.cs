using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>
/// Files in <c>cosmovisor/holds/</c>: the daemon is not started while one stands, and the node that runs is never stopped by one.
/// </summary>
public static class Holds
{
    private const string Stays = "trap 'echo ended; exit 0' TERM; echo up; while :; do sleep 0.02; done";
    private const string Held = "the daemon is not started while a hold is in force";

    public static TheoryData<string> Contracts => ["start", "run start"];

    [Theory]
    [MemberData(nameof(Contracts))]
    public static void AreWaitedForAtTheStartUntilTheyAreReleased(string command)
    {
        using var home = new NodeHome().Install("genesis", Stays).Write("data/here", "");
        Assert.Equal(0, home.Ctl("hold", "window", "--for", "1h", "--why", "maintenance").Code);
        using var run = home.Start(command.Split(' '));
        _ = AwaitState(home, run, state => state.GetProperty("held").GetArrayLength() == 1);

        Assert.Equal("", run.OutputSoFar);
        Assert.Matches("\nheld        window by [^ ]+ until 20[0-9-]+ [0-9:]+ UTC: maintenance\n", home.Ctl("status").Output);
        Assert.Equal(0, home.Ctl("release", "window").Code);

        _ = run.AwaitOutput("up");
        _ = AwaitState(home, run, state => state.GetProperty("held").GetArrayLength() == 0
            && state.GetProperty("daemon").GetProperty("state").GetString() == "running");
        run.Signal(Run.Terminate);
        Assert.Equal(0, run.End().Code);
        Assert.Equal(["supervisor-started", "held", "released", "daemon-started"], Events(home)[..4]);
    }

    [Fact]
    public static void EndByTheirTimeInAnyCase()
    {
        using var home = new NodeHome().Install("genesis", "echo up; exit 3");
        Put(home, "one", Until(9));
        Put(home, "two", Until(7));

        var end = home.Run("start");

        Assert.Equal((3, "up\n"), (end.Code, end.Output));
        Assert.Contains("a hold is over hold=two reason=\"its time is over\"", home.Log, StringComparison.Ordinal);
        Assert.True(home.Log.IndexOf("a hold is over hold=one", StringComparison.Ordinal) < home.Log.IndexOf(
            "daemon started", StringComparison.Ordinal));
    }

    [Fact]
    public static void DoNotStopANodeAtItsHaltButHoldTheNewVersion()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo new; exit 4")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        home.Install("genesis", "echo old\nread wait\n" + Scripts.Halt("v2"));
        using var run = home.Start("start").AwaitOutput("old");
        Put(home, "gate", Until(3600));
        run.Input.WriteByte((byte)'\n');
        run.Input.Flush();
        _ = AwaitLog(home, run, Held);

        Assert.Equal("upgrades/v2", home.Current);
        _ = run.Await("the end of the records, which do not wait", () => !File.Exists(home.In("cosmovisor/journal.json")));
        Assert.DoesNotContain("new", run.OutputSoFar, StringComparison.Ordinal);
        Assert.Equal(0, home.Ctl("release", "gate").Code);

        Assert.Equal(4, run.End().Code);
    }

    [Fact]
    public static void HoldARestartAfterTheNodeHasStopped()
    {
        using var home = new NodeHome().Install("genesis", Stays);
        using var run = home.Start("start").AwaitOutput("up");
        Put(home, "slot", Until(3600));

        run.Signal(Restart);

        _ = AwaitLog(home, run, Held);
        Assert.Equal("up\nended\n", run.OutputSoFar);
        Directory.Delete(home.In("cosmovisor/holds"), recursive: true);
        _ = run.Await("a second life", () => run.OutputSoFar == "up\nended\nup\n");
        run.Signal(Run.Terminate);
        Assert.Equal(0, run.End().Code);
    }

    [Theory]
    [InlineData(Run.Terminate)]
    [InlineData(Run.Interrupt)]
    [InlineData(Run.Hangup)]
    public static void LeaveSignalsTheirMeaning(int signal)
    {
        using var home = new NodeHome().Install("genesis", "echo up");
        Put(home, "window", Until(3600));
        using var run = home.Start("start");
        _ = AwaitLog(home, run, Held);

        run.Signal(signal);

        var end = run.End();
        Assert.Equal((128 + signal, ""), (end.Code, end.Output));
        Assert.Equal("ended", State(home).GetProperty("daemon").GetProperty("state").GetString());
        Assert.Empty(State(home).GetProperty("held").EnumerateArray());
    }

    [Fact]
    public static void ThatChangeAreHeardAtOnce()
    {
        using var home = new NodeHome().Install("genesis", "echo up");
        Put(home, "window", Until(3600));
        using var run = home.Start("start");
        _ = AwaitLog(home, run, Held);
        Put(home, "second", Until(3600));
        _ = AwaitLog(home, run, "hold=second");

        Put(home, "window", Until(-1)); // moved over it, as editors and agents do
        _ = AwaitLog(home, run, "a hold is over hold=window reason=\"its file was changed\"");
        File.WriteAllText(home.In("cosmovisor/holds/second.json"), "{}"); // and written in place

        Assert.Equal("up\n", run.End().Output);
        Assert.Contains("file=second.json reason=\"it has no \\\"until\\\"", home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf garbage >odd.json", "it is not complete JSON")]
    [InlineData(": >odd.json", "it is not complete JSON")]
    [InlineData("echo '{\"version\":1}' >odd.json", "it has no \\\"until\\\"")]
    [InlineData("echo '{\"until\":\"2999-01-01T00:00:00Z\"}' >odd.json", "is more than a day ahead")]
    [InlineData("mv good odd; ln -s odd odd.json", "it is a link; expected a regular file")]
    [InlineData("mv good odd; ln odd odd.json", "it has a second name (a hard link)")]
    [InlineData("ln -s nowhere odd.json", "it is a link; expected a regular file")]
    [InlineData("ln -s /dev/zero odd.json", "it is a device; expected a regular file")]
    [InlineData("mkfifo odd.json", "it is a pipe; expected a regular file")]
    [InlineData("mkdir odd.json", "it is a folder; expected a regular file")]
    [InlineData("mv good odd.json; truncate -s 2G odd.json", "it has 2147483648 bytes, and such a file at most 65536")]
    [InlineData("mv good odd.json; chmod 666 odd.json", "it may be written by every user")]
    [InlineData("mv good '.odd.json'", "a hold's name has 1 to 64 letters")]
    [InlineData("mv good 'o d.json'", "a hold's name has 1 to 64 letters")]
    [InlineData("cd ..; mv holds h; ln -s h holds", "it is not a folder; expected a folder")]
    [InlineData("cd ..; rm -r holds; : >holds", "it is not a folder; expected a folder")]
    public static void ThatAreOddAreRefusedInWordsAndHoldNothing(string shell, string reason)
    {
        using var home = new NodeHome().Install("genesis", "echo up; exit 5");
        _ = home.Write("cosmovisor/holds/good", Json(Until(3600)));
        Assert.Equal(0, home.Shell($"cd cosmovisor/holds; {shell}").Code);

        var end = home.Run("start");

        Assert.Equal((5, "up\n", ""), (end.Code, end.Output, end.Error));
        Assert.Contains("a file among the holds is refused and has no effect", home.Log, StringComparison.Ordinal);
        Assert.Contains(reason, home.Log, StringComparison.Ordinal);
        Assert.Contains("hold-refused", Events(home));
    }

    [Fact]
    public static void OfAnotherUserHoldNothing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to give a file away");
        using var home = new NodeHome().Install("genesis", "echo up; exit 5");
        Put(home, "odd", Until(3600));
        Assert.Equal(0, home.Shell("chown 12345 cosmovisor/holds/odd.json").Code);

        Assert.Equal(5, home.Run("start").Code);
        Assert.Contains("it belongs to user 12345, who has no rights here", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfTheOwnerOfTheHomeHoldASupervisorOfRoots()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to give a file away");
        using var home = new NodeHome().Install("genesis", "echo up; exit 5");
        Put(home, "window", Until(3600));
        Assert.Equal(0, home.Shell("chown -R 12345 .").Code);
        using var run = home.Start("start");

        _ = AwaitLog(home, run, Held);

        Assert.Equal(0, home.Shell("rm cosmovisor/holds/window.json").Code);
        Assert.Equal(5, run.End().Code);
    }

    [Fact]
    public static void AsManyAsAFolderHoldsAreNotAllRead()
    {
        using var home = new NodeHome().Install("genesis", "exit 5");
        Assert.Equal(
            0, home.Shell("mkdir cosmovisor/holds; cd cosmovisor/holds; i=0; while [ $i -lt 3000 ]; do : >$i.json; i=$((i+1)); done").Code);

        Assert.Equal(5, home.Run("start").Code);
        Assert.Contains("it holds more than 100 files", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void HoldNoOtherCommandOfTheDaemon()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$1\"");
        Put(home, "window", Until(3600));

        Assert.Equal("query\n", home.Run("query").Output);
    }

    [Theory]
    [InlineData(64, "hold", "a b", "--for", "1m", "--why", "x")]
    [InlineData(64, "hold", "a", "--for", "25h", "--why", "x")]
    [InlineData(64, "hold", "a", "--for", "0s", "--why", "x")]
    [InlineData(64, "hold", "a", "--for", "ten", "--why", "x")]
    [InlineData(64, "hold", "a", "--for", "1m")]
    [InlineData(1, "release", "a")]
    [InlineData(1, "release", "../state")]
    public static void ThatCannotBeAreRefusedByTheCommand(int code, params string[] words)
    {
        using var home = new NodeHome().Install("genesis", "exit 5").Write("cosmovisor/state.json", "{}");

        var end = home.Ctl(words);

        Assert.Equal(code, end.Code);
        Assert.False(Directory.Exists(home.In("cosmovisor/holds")));
        Assert.True(File.Exists(home.In("cosmovisor/state.json")));
    }

    [Fact]
    public static void AreWaitedForWithoutWakingUp()
    {
        using var home = new NodeHome().Install("genesis", "exit 5");
        Put(home, "window", Until(3600));
        using var run = home.Start("start");
        _ = AwaitState(home, run, state => state.GetProperty("held").GetArrayLength() == 1);
        var before = Switches(run);

        Assert.Equal(0, home.Shell("sleep 2").Code);

        Assert.InRange(Switches(run) - before, 0, 4);
    }

    private const int Restart = 41;

    internal static void Put(NodeHome home, string name, string until)
    {
        _ = home.Write($"cosmovisor/holds/{name}.new", Json(until));
        File.Move(home.In($"cosmovisor/holds/{name}.new"), home.In($"cosmovisor/holds/{name}.json"), overwrite: true);
    }

    internal static string Until(int seconds) =>
        DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Json(string until)
    {
        var text = $$"""{"version":1,"who":"a test","reason":"a reason","until":"{{until}}"}""";
        Assert.Empty(JsonSchema.Faults("hold.schema.json", text));
        return text;
    }

    // Of the main thread: those of the runtime have their own affairs.
    private static long Switches(Run run) => long.Parse(
        File.ReadAllLines($"/proc/{run.Pid}/status").First(line => line.StartsWith("voluntary", StringComparison.Ordinal)).Split(':')[1],
        CultureInfo.InvariantCulture);

    private static Run AwaitLog(NodeHome home, Run run, string text) =>
        run.Await(text, () => home.Log.Contains(text, StringComparison.Ordinal));

    private static JsonElement State(NodeHome home)
    {
        var text = File.ReadAllText(home.In("cosmovisor/state.json"));
        Assert.Empty(JsonSchema.Faults("state.schema.json", text));
        return JsonDocument.Parse(text).RootElement;
    }

    private static Run AwaitState(NodeHome home, Run run, Func<JsonElement, bool> isThere) =>
        run.Await("that state", () => File.Exists(home.In("cosmovisor/state.json")) && isThere(State(home)));

    private static string[] Events(NodeHome home) =>
        [.. File.ReadLines(home.In("cosmovisor/events.jsonl")).Select(line =>
        {
            Assert.Empty(JsonSchema.Faults("events.schema.json", line));
            return JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!;
        })];
}
