using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>How the node ended is how we end, as every shell tells it.</summary>
public static class ExitCodes
{
    // 32 and 33 are the C library's own; no program can be sure to die of them.
    private static readonly int[] Deadly =
        [.. Enumerable.Range(1, 16), .. Enumerable.Range(24, 4), .. Enumerable.Range(29, 3), .. Enumerable.Range(34, 31)];

    [Fact]
    public static void AreTheNodesAll256()
    {
        using var home = new NodeHome().Install("genesis", "exit $2");
        var codes = Enumerable.Range(0, 256)
            .Where(code => Executable.IsNative || code % 17 == 0 || code is 1 or 2 or 66 or 70 or 75 or 78 or 127 or 128 or 254)
            .ToArray();

        var got = codes.Select(code => home.Run("start", code.ToString(CultureInfo.InvariantCulture)).Code).ToArray();

        Assert.Equal(codes, got);
    }

    [Fact]
    public static void Are128AndTheSignalThatKilledIt()
    {
        using var home = new NodeHome().Install("genesis", "ulimit -c 0; kill -$2 $$; exec sleep 60");
        var signals = Deadly.Where(signal => Executable.IsNative || signal is <= 11 or 13 or 15 or 31 or 34 or 64).ToArray();

        var got = signals
            .Select(signal => home.RunBash($"\"$EXE\" start {signal}; echo code $?").Output.Split("code ")[^1].TrimEnd())
            .ToArray();

        Assert.Equal(signals.Select(signal => (128 + signal).ToString(CultureInfo.InvariantCulture)), got);
    }

    [Fact]
    public static void SayInTheLogWhatANumberCannot()
    {
        using var home = new NodeHome().Install("genesis", "[ $2 = kill ] && kill -KILL $$; exit 137");

        Assert.Equal(137, home.Run("start", "kill").Code);
        Assert.Contains("was killed by signal 9 (KILL)", home.Log, StringComparison.Ordinal);
        Assert.Equal(137, home.Run("start", "exit").Code);
        Assert.Contains("ended with code 137", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfANewBinaryThatDiesAtOnceAreOursAndItIsNotStartedAgain()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexit 2");
        home.InstallUpgrade("chain2", "echo new; exit 41");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        var end = home.Run("start");

        Assert.Equal(41, end.Code);
        Assert.Equal(1, end.Output.Split("new").Length - 1);
        Assert.Equal("upgrades/chain2", home.Current);
    }
}
