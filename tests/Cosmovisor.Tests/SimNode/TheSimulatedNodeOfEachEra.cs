using Xunit;

namespace Cosmovisor.Tests.SimNode;

/// <summary>
/// What real nodes printed, colours and all (tests/data/real-nodes.txt), comes out of the simulated one of their era, on their stream.
/// </summary>
public static class TheSimulatedNodeOfEachEra
{
    private const string LongInfo =
        """{"binaries":{"linux/amd64":"https://example.invalid/simd v2.tgz?checksum=sha256:00","any":"x"}} tail "quoted" module=x""";

    [Theory]
    [InlineData("v0.42.11 A42|err", "0.42", 45, "plain")]
    [InlineData("v0.42.11 J42json|err", "0.42", 34, "json", LongInfo)]
    [InlineData("v0.45.16 A45|err", "0.45", 45, "plain")]
    [InlineData("v0.47.9 A47|out", "0.47", 45, "plain")]
    [InlineData("v0.47.9 J47json|out", "0.47", 34, "json", LongInfo)]
    [InlineData("v0.50.15 A50|out", "0.50", 45, "plain")]
    [InlineData("v0.50.15 J50json|out", "0.50", 34, "json")]
    [InlineData("v0.53.8 A53|out", "0.53", 45, "plain")]
    [InlineData("v0.54.4 J54jsonhide|out", "0.54", 34, "json")]
    [InlineData("v0.55.0 A55|out", "0.55", 130, "plain")]
    public static void SaysWhatARealOneSaysAtAnUpgrade(string run, string era, long height, string format, string info = "")
    {
        using var home = new NodeHome();
        home.BeginAt(height);
        string[] chain = ["--home", home.Path, "--era", era, "--log_format", format, "--plan", $"test1@{height}:{info}"];

        using var old = new RunningNode([.. chain, "start"]);
        old.WaitFor("CONSENSUS FAILURE!!!");
        old.Signal(15);
        var halted = old.WaitForEnd();
        var upgraded = RunningNode.RunToEnd([.. chain, "--as", "v2", "--handles", "test1", "--blocks", "1", "start"]);

        // Only what differs by the node's own hashes is left out.
        string[] ours = run.EndsWith("err", StringComparison.Ordinal) ? [.. halted.ErrorLines, .. upgraded.ErrorLines]
            : [.. halted.OutputLines, .. upgraded.OutputLines];
        Assert.All(RealNode.Said(run).Where(line => !line.Contains("Handshake", StringComparison.Ordinal)),
            real => Assert.Contains(ours, line => line.StartsWith(real, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("v0.42.11 P42hide|err", 45, "--era", "0.42", "--halt", "panic", "--plan", "test1@45")]
    [InlineData("v0.45.16 G45|err", 20, "--era", "0.45", "--halt-height", "20")]
    [InlineData("v0.45.16 I45|err", 40, "--era", "0.45", "--plan", "test1@40", "--unsafe-skip-upgrades", "40", "--blocks", "1")]
    [InlineData("v0.45.16 Rmissing|3out", 58, "--era", "0.45", "--adds-store", "group")]
    [InlineData("v0.46.16 Q|err", 112, "--era", "0.46", "--plan", "v046-to-v047@112")]
    [InlineData("v0.47.9 G47run|out", 20, "--era", "0.47", "--halt-height", "20")]
    [InlineData("v0.50.15 P50run|err", 45, "--era", "0.50", "--halt", "panic", "--plan", "test1@45")]
    [InlineData("v0.50.15 G50run|out", 20, "--era", "0.50", "--halt-height", "20")]
    [InlineData("v0.50.15 W50run|1out", 42, "--era", "0.50", "--plan", "test1@42:late", "--voted-at", "42")]
    [InlineData("v0.53.8 S53run|gone.out", 36, "--era", "0.53", "--adds-store", "extra")]
    [InlineData("v0.53.8 V53|1out", 30, "--era", "0.53", "--handles", "test1", "--plan", "test1@34")]
    public static void SaysWhatARealOneSays(string run, long height, params string[] options)
    {
        using var home = new NodeHome();
        home.BeginAt(height);
        using var node = new RunningNode(["--home", home.Path, "--block-time", "0", .. options, "start"]);

        var ours = StoppedAtItsEnd(node);

        Assert.All(RealNode.Said(run), real => Assert.Contains(ours, line => line.StartsWith(real, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("v0.47.9 B47|old.out", "0.47", 45)]
    [InlineData("v0.50.15 B50|old.out", "0.50", 45)]
    [InlineData("v0.55.0 L55|err", "0.55", 34)]
    public static void SaysItAgainWhenTheOldBinaryIsStartedOnABlockThatIsDue(string run, string era, long height)
    {
        using var home = new NodeHome();
        home.BeginAt(height);
        string[] words = ["--home", home.Path, "--era", era, "--plan", $"test1@{height}", "start"];
        using var first = new RunningNode(words);
        _ = StoppedAtItsEnd(first);

        var again = RunningNode.RunToEnd(words);

        Assert.All(RealNode.Said(run), real => Assert.Contains(real, again.AllLines));
        Assert.NotEqual(0, again.ExitCode);
    }

    [Fact]
    public static void NamesTheVersionThatTheDataNeed()
    {
        using var home = new NodeHome();
        home.BeginAt(9);
        _ = home.Run("--era", "0.53", "--plan", "test1@9", "--handles", "test1", "--blocks", "1", "start");
        using var node = new RunningNode(["--home", home.Path, "--era", "0.53", "start"]);

        Assert.All(RealNode.Said("v0.53.8 V53|4out"),
            real => Assert.Contains(StoppedAtItsEnd(node), line => line.StartsWith(real, StringComparison.Ordinal)));
    }

    [Fact]
    public static void EndsAtEachStartWhileItsOwnSignatureIsAmongTheNewest()
    {
        using var home = new NodeHome();
        _ = home.Run("--era", "0.55", "--blocks", "2", "start");

        var end = home.Run("--era", "0.55", "--double-sign-check-height", "10", "start");

        Assert.Equal((2, RealNode.Said("v0.55.0 NET4 r4/v3.1|err")[0]), (end.ExitCode, end.ErrorLines[0]));
    }

    private static string[] StoppedAtItsEnd(RunningNode node)
    {
        node.WaitFor(["CONSENSUS FAILURE!!!", "panic: ", "halting node", "SKIPPED", "failed to load"]);
        node.Signal(15);
        return node.WaitForEnd().AllLines;
    }

    /// <summary>The lines of tests/data/real-nodes.txt.</summary>
    private static class RealNode
    {
        private static readonly string[] All = File.ReadAllLines(Path.Join(AppContext.BaseDirectory, "data/real-nodes.txt"));

        public static string[] Said(string run)
        {
            string[] said =
                [.. All.Where(line => line.StartsWith($"[{run}] ", StringComparison.Ordinal)).Select(line => line[$"[{run}] ".Length..])];
            Assert.NotEmpty(said);
            return [.. said.Select(line => NodeEnd.Timeless(line.Replace("\\e", "\e", StringComparison.Ordinal)))];
        }
    }
}
