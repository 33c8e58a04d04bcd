using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>A command that asks, signs or prints is the daemon itself, as if nobody had been there before it.</summary>
public static class ClientCommands
{
    [Fact]
    public static void KeepThePid()
    {
        using var home = new NodeHome().Install("genesis", "echo $$; read wait");
        using var run = home.Start("status");

        run.Await("its pid", () => run.OutputSoFar.EndsWith('\n'));

        Assert.Equal(run.Pid, int.Parse(run.OutputSoFar, CultureInfo.InvariantCulture));
    }

    [Fact]
    public static void ReadOurStandardInput()
    {
        using var home = new NodeHome().Install("genesis", "cat; echo code $1; exit 9");
        using var run = home.Start("tx", "sign");
        run.Input.Write("a transaction\n"u8);

        var end = run.End();

        Assert.Equal("a transaction\ncode tx\n", end.Output);
        Assert.Equal(9, end.Code);
    }

    [Fact]
    public static void LeaveNothingInTheHomeButTheLink()
    {
        using var home = new NodeHome().Install("genesis", "echo 0.45.1");

        var end = home.Run("version");

        Assert.Equal("0.45.1\n", end.Output);
        Assert.Equal("", end.Error);
        Assert.Equal(["current", "genesis"], Directory.GetFileSystemEntries(home.In("cosmovisor")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public static void WorkBesideARunningNode()
    {
        using var home = new NodeHome().Install("genesis", "[ $1 = start ] && { echo up; exec sleep 60; }; echo answer to $*");
        using var node = home.Start("start").AwaitOutput("up");
        node.Await("the whole log of a start", () => home.Log.Contains("daemon started", StringComparison.Ordinal));
        var log = home.Log;

        var end = home.Run("query", "bank", "balances");

        Assert.Equal("answer to query bank balances\n", end.Output);
        Assert.Equal(0, end.Code);
        Assert.Equal(log, home.Log);
        Assert.False(node.HasEnded);
    }

    [Fact]
    public static void AWordNobodyKnowsIsHandedOverTooBesideARunningNode()
    {
        using var home = new NodeHome().Install("genesis", "[ $1 = start ] && { echo up; exec sleep 60; }; echo $$ $*; read wait");
        using var node = home.Start("start").AwaitOutput("up");

        using var word = home.Start("frobnicate");

        word.AwaitOutput($"{word.Pid} frobnicate\n");
    }

    [Fact]
    public static void ASecondStartIsToldWhoHasTheHome()
    {
        using var home = new NodeHome().Install("genesis", "echo up; exec sleep 60");
        using var node = home.Start("start").AwaitOutput("up");

        var second = home.Run("start");

        Assert.Equal(75, second.Code);
        Assert.Equal("", second.Output);
        Assert.Contains($"pid {node.Pid} ", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "")]
    [InlineData("version", "--ignore-signal=HUP")]
    [InlineData("version", "--ignore-signal=PIPE")]
    [InlineData("version", "--ignore-signal=CHLD")]
    [InlineData("version", "--ignore-signal")]
    [InlineData("version", "--block-signal=USR1")]
    [InlineData("start", "")]
    [InlineData("start", "--ignore-signal=HUP")]
    [InlineData("start", "--ignore-signal=PIPE")]
    [InlineData("start", "--ignore-signal=CHLD")]
    [InlineData("start", "--ignore-signal")]
    [InlineData("start", "--block-signal=USR1")]
    public static void AndTheNodeHaveTheSignalsWeWereGiven(string command, string given)
    {
        Assert.SkipUnless(
            Executable.IsNative || (command == "version" && given is ("" or "--ignore-signal=HUP")),
            "under the JIT the mask is emptied, SIGPIPE set to its default, and posix_spawn(3) leaves its own two signals ignored");
        using var home = new NodeHome();
        _ = Directory.CreateDirectory(home.In("cosmovisor/genesis/bin"));
        // bash reads a script by the name of the command; sh would clear the mask before anybody sees it.
        _ = File.CreateSymbolicLink(home.In($"cosmovisor/genesis/bin/{NodeHome.DaemonName}"), "/bin/bash");
        File.WriteAllText(home.In(command), "exec grep -E 'Sig(Blk|Ign)' /proc/self/status\n");

        var end = home.RunBash(
            $"""
            cd "$DAEMON_HOME"
            env --default-signal {given} bash {command}
            env --default-signal {given} "$EXE" {command}
            """);

        var lines = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal(lines[..2], lines[2..]);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AndTheNodeGetOurStreamsAndWhatWasPassedOnOnPurpose(string words)
    {
        using var home = new NodeHome().Install("genesis", "exec ls /proc/self/fd");

        var direct = home.RunBash("exec 7</dev/null; \"$DAEMON_HOME/cosmovisor/genesis/bin/dummyd\"").Output;

        Assert.Contains("\n7\n", direct, StringComparison.Ordinal); // the rest is whatever the tests were given themselves
        Assert.Equal(direct, home.RunBash($"exec 7</dev/null; \"$EXE\" {words}").Output);
    }

    [Fact]
    public static void AndTheNextBinaryGetNothingOfAnUpgrade()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexec sleep 60");
        home.InstallUpgrade("chain2", "exec ls /proc/self/fd");
        _ = home.Write("cosmovisor/upgrades/chain2/migrate", "#!/bin/sh\nexec ls /proc/self/fd >\"$DAEMON_HOME/hook\"\n")
            .Write("data/x", "x");
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data")).Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var direct = home.RunBash("\"$DAEMON_HOME/cosmovisor/upgrades/chain2/bin/dummyd\"").Output;
        var end = home.RunBash("\"$EXE\" start");

        Assert.EndsWith($"{{}}\n{direct}", end.Output, StringComparison.Ordinal);
        Assert.Equal(direct, File.ReadAllText(home.In("hook")));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("start")]
    public static void AndTheNodeGetArgumentsAndEnvironmentByteForByte(string command)
    {
        using var home = new NodeHome().Install("genesis", "printf '%s|' \"$@\" \"$STRANGE\" \"$EMPTY\"");

        using var run = home.StartBash(
            $$"""
            export STRANGE=$'\xfe\x80 \n=' EMPTY=
            exec "$EXE" {{command}} $'\xff\xc3' '' $'a\nb' $'\xed\xa0\x80' 'two  words'
            """);
        var end = run.End();

        byte[] expected =
        [
            .. System.Text.Encoding.ASCII.GetBytes(command), (byte)'|', 0xff, 0xc3, (byte)'|', (byte)'|', .. "a\nb|"u8,
            0xed, 0xa0, 0x80, (byte)'|', .. "two  words|"u8,
            0xfe, 0x80, .. " \n=||"u8,
        ];
        Assert.Equal(expected, end.OutputBytes);
    }

    [Fact]
    public static void KeepTheWorkingDirectoryAsTheNodeDoes()
    {
        using var home = new NodeHome().Install("genesis", "pwd");

        Assert.Equal("/usr\n/usr\n", home.RunBash("cd /usr; \"$EXE\" version; \"$EXE\" start").Output);
    }
}
