using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What the node reads and writes is what it would read and write without us.</summary>
public static class ByteForByte
{
    private const string Megabytes64 = "67108864";

    [Fact]
    public static void RandomBytesPassBothWaysAtAnyPaceAndSize()
    {
        using var home = new NodeHome().Install("genesis", "tee /dev/stderr");
        var writes = Gen.Select(Gen.Byte.Array[1, 60_000], Gen.Int[0, 5]).Array[1, 30];

        writes.Sample(
            sequence =>
            {
                using var run = home.Start("start");

                foreach (var (bytes, pause) in sequence)
                {
                    run.Input.Write(bytes);
                    run.Input.Flush();
                    Thread.Sleep(pause);
                }

                var end = run.End();
                byte[] all = [.. sequence.SelectMany(write => write.Item1)];
                return end.OutputBytes.AsSpan().SequenceEqual(all) && end.ErrorBytes.AsSpan().SequenceEqual(all) && end.Code == 0;
            },
            iter: Executable.IsNative ? 20 : 4,
            threads: 1);
    }

    [Fact]
    public static void GarbageOfTheSimulatedNodePassesToo()
    {
        using var home = new NodeHome();
        home.InstallNode("genesis", $"--home {home.Path} --garbage 2000000 --seed 7 --blocks 0");
        using var alone = new NodeHome();
        using var direct = new Run(
            Executable.SimNode, ["--home", alone.Path, "--garbage", "2000000", "--seed", "7", "--blocks", "0", "start"], alone.Variables());

        var through = home.Run("start");

        Assert.Equal(GarbageOf(direct.End()), GarbageOf(through));
    }

    [Fact]
    [Trait("Weight", "Heavy")]
    public static void ALineOfAGibibytePassesInLittleMemory()
    {
        var (size, limit) = Executable.IsNative ? ("1073741824", 30_000) : (Megabytes64, 150_000);
        using var home = new NodeHome().Install(
            "genesis",
            "head -c $2 /dev/zero | tr '\\0' x; grep VmHWM /proc/$PPID/status | tr -dc 0-9 >\"$DAEMON_HOME/peak\"; echo >>\"$DAEMON_HOME/peak\"");

        var end = home.RunBash($"set -o pipefail; \"$EXE\" start {size} | cmp - <(head -c {size} /dev/zero | tr '\\0' x) && echo the same");

        Assert.Equal("the same\n", end.Output);
        Assert.InRange(int.Parse(home.Written("peak"), System.Globalization.CultureInfo.InvariantCulture), 1, limit);
    }

    [Fact]
    public static void AGrandchildThatKeepsThePipeOpenDoesNotHoldUpTheEnd()
    {
        using var home = new NodeHome().Install("genesis", "setsid sleep 600 & echo last words; exit 5");

        var end = home.Run("start");

        Assert.Equal("last words\n", end.Output);
        Assert.Equal(5, end.Code);
    }

    [Fact]
    public static void TheOrderOfOneStreamForBothIsKept()
    {
        using var home = new NodeHome().Install("genesis", "for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done");

        var end = home.RunBash("\"$EXE\" start 2>&1");

        Assert.Equal(string.Concat(Enumerable.Range(1, 9).Select(i => $"out {i}\nerr {i}\n")), end.Output);
    }

    [Fact]
    public static void AFileIsAppendedToLikeAnywhere()
    {
        using var home = new NodeHome().Install("genesis", "echo out; echo err >&2; seq 1 50000");

        var end = home.RunBash(
            "cd \"$DAEMON_HOME\"; echo before >all; \"$EXE\" start >>all 2>&1; echo after >>all; { echo before; echo out; echo err; seq 1 50000; echo after; } | cmp - all && echo the same");

        Assert.Equal("the same\n", end.Output);
    }

    [Fact]
    public static void ANonBlockingPipeIsWrittenToWhole()
    {
        Python.Need();

        // O_NONBLOCK belongs to the open pipe, not to a descriptor: whoever sets it sets it for us.
        using var home = new NodeHome().Install("genesis", "seq 1 300000");

        var end = home.RunBash(
            """
            { python3 -c 'import os,sys; os.set_blocking(1, False); os.execvp(sys.argv[1], sys.argv[1:])' "$EXE" start; } | { sleep 0.5; cat; } | cmp - <(seq 1 300000) && echo the same
            """);

        Assert.Equal("the same\n", end.Output);
    }

    [Fact]
    public static void ASocketIsWrittenToWhole()
    {
        Python.Need();
        using var home = new NodeHome().Install("genesis", "seq 1 300000; exit 6");

        var end = home.RunBash(
            """
            python3 -c '
            import socket, subprocess, sys
            ours, theirs = socket.socketpair()
            node = subprocess.Popen([sys.argv[1], "start"], stdout=theirs)
            theirs.close()
            got = b"".join(iter(lambda: ours.recv(65536), b""))
            print(got == b"".join(b"%d\n" % i for i in range(1, 300001)), node.wait())
            ' "$EXE"
            """);

        Assert.Equal("True 6\n", end.Output);
    }

    [Fact]
    public static void AFullDiskCostsTheNodeItsLinesAndNothingElse()
    {
        using var home = new NodeHome().Install("genesis", "seq 1 50000; echo on stderr >&2; exit 4");

        var end = home.RunBash("\"$EXE\" start >/dev/full");

        Assert.Equal("on stderr\n", end.Error);
        Assert.Equal(4, end.Code);
    }

    [Theory]
    [InlineData(">&-", "", "err\n")]
    [InlineData("2>&-", "out\n", "")]
    [InlineData("<&-", "out\n", "err\n")]
    [InlineData("<&- >&- 2>&-", "", "")]
    public static void AClosedStreamIsNotMistakenForSomethingElse(string closed, string output, string error)
    {
        Assert.SkipUnless(Executable.IsNative, "under the JIT the runtime itself puts a file of its own in the gap before our first line");
        using var home = new NodeHome().Install("genesis", "echo out 2>/dev/null; echo err >&2; exit 3");

        var end = home.RunBash(
            $"\"$EXE\" start {closed}; code=$?; cat \"$DAEMON_HOME/cosmovisor/lock\" >\"$DAEMON_HOME/lock\"; exit $code");

        Assert.Equal(output, end.Output);
        Assert.Equal(error, end.Error);
        Assert.Equal(3, end.Code);
        Assert.Matches("^[0-9]+ *\nclassic node *\n$", File.ReadAllText(home.In("lock")));
    }

    [Fact]
    public static void AClosedStreamStaysClosedForACommand()
    {
        Assert.SkipUnless(Executable.IsNative, "under the JIT the runtime itself puts a file of its own in the gap before our first line");
        using var home =
            new NodeHome().Install("genesis", "[ -e /proc/$$/fd/0 ] && [ ! -e /proc/$$/fd/1 ] && [ -e /proc/$$/fd/2 ]; exit $?");

        Assert.Equal(0, home.RunBash("\"$EXE\" version >&-").Code);
    }

    private static byte[] GarbageOf(Finished end) => end.OutputBytes.Length > end.ErrorBytes.Length ? end.OutputBytes[..1_000_000]
        : end.ErrorBytes[..1_000_000];
}
