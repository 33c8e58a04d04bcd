using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cosmovisor.Tests.RealChains;
using Xunit;
using static Cosmovisor.Tests.LookAhead.LookingAhead;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>Whatever a chain holds and however its node stands: a look costs no more, and says no more than it knows.</summary>
[ManyStarts]
public static partial class LookingAheadAtOddChains
{
    private const int MostQuestions = 8;
    private const long MostBytes = 2 * 1024 * 1024;

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.50")]
    public static void AsksNoMoreOfTenThousandProposals(string era)
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "0s");
        using var run = Start(
            home,
            $"--era {era} --proposals 10000 --plan v2@90000 --voted-at 80000 --vote-blocks 80000 --note-questions {home.In("questions")}");

        var outlook = Look(home);

        Assert.Equal("voting", outlook.GetProperty("plans")[0].GetProperty("status").GetString());
        Assert.False(outlook.TryGetProperty("trouble", out var trouble) && trouble.ValueKind == JsonValueKind.String, trouble.ToString());
        var bytes = File.ReadAllLines(home.In("questions")).Select(line => long.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))
            .ToList();
        Assert.InRange(bytes.Count, 1, MostQuestions);
        Assert.InRange(bytes.Sum(), 1, MostBytes);
        End(run);
    }

    [Fact]
    public static void OfANodeThatCatchesUpKnowsItsOwnGrowth()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "0s");
        using var run = Start(home, "--era 0.50 --block-time 20 --catches-up-to 90000 --plan v2@90000");

        var first = Look(home).GetProperty("node");
        Assert.True(first.GetProperty("catchingUp").GetBoolean());
        Assert.Null(Number(first, "secondsPerBlock"));

        // As if the first look had been five minutes ago: two in a row say nothing of a pace.
        var file = home.In("cosmovisor/outlook.json");
        _ = run.Await("a block after the first look", () => Number(Look(home).GetProperty("node"), "height") > Number(first, "height"));
        File.WriteAllText(file, OutlookTime()
            .Replace(File.ReadAllText(file), $"\"at\": \"{DateTimeOffset.UtcNow.AddMinutes(-5):yyyy-MM-ddTHH:mm:ss.fffZ}\"", 1));

        Assert.True(Number(Look(home).GetProperty("node"), "secondsPerBlock") is > 0);
        End(run);
    }

    [Fact]
    public static void OfOneBlockKnowsNoPace()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "0s");
        using var run = Start(home, "--era 0.50 --keeps-blocks 1 --plan v2@90000");

        var outlook = Look(home);

        Assert.Null(Number(outlook.GetProperty("node"), "secondsPerBlock"));
        var plan = outlook.GetProperty("plans")[0];
        Assert.Equal("decided", plan.GetProperty("status").GetString());
        Assert.NotNull(Number(plan, "blocksLeft"));
        Assert.False(plan.TryGetProperty("eta", out var eta) && eta.ValueKind == JsonValueKind.String, eta.ToString());
        End(run);
    }

    [Fact]
    public static void KnowsThePaceOfThirdsOfASecond()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "0s");
        using var run = Start(home, "--era 0.50 --block-time 300 --plan v2@90000");
        double? pace = null;

        _ = run.Await("a pace", () => (pace = Number(Look(home).GetProperty("node"), "secondsPerBlock")) is not null);

        Assert.Equal(0.3, pace!.Value, 1);
        End(run);
    }

    [Fact]
    public static void TakesAProposalThatPassedAndFailedForNoDecision()
    {
        using var home = Home().Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");
        var (_, info) = ChainHome.Release(home, "");
        using var run =
            Start(home, $"--era 0.50 --block-time 40 --plan 'v2@90000:{info}' --voted-at 500 --vote-blocks 495 --cancelled-at 500");

        _ = run.Await("the vote in the log", () => home.Log.Contains("an upgrade is proposed and in voting", StringComparison.Ordinal));
        _ = run.Await(
            "its end", () => home.Log.Contains("a vote on an upgrade is over, and the chain has no such plan", StringComparison.Ordinal));

        Assert.DoesNotContain("the chain has decided", home.Log, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades/v2")));
        End(run);
    }

    [Fact]
    public static void WritesForProgramsWhatItsSchemasSay()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "0s").Install("upgrades/v2", "echo 2");
        using var run = Start(home, "--era 0.50 --plan v2@90000");

        var look = home.Ctl("look-ahead", "--json").Output;

        Assert.Empty(JsonSchema.Faults("outlook.schema.json", look));
        Assert.Empty(JsonSchema.Faults("outlook.schema.json", File.ReadAllText(home.In("cosmovisor/outlook.json"))));
        Assert.Empty(JsonSchema.Faults("doctor.schema.json", home.Ctl("doctor", "--json").Output));
        Assert.Empty(JsonSchema.Faults("doctor.schema.json", home.Ctl("doctor", "v9", "--json").Output));
        Assert.Empty(JsonSchema.Faults("status.schema.json", home.Ctl("status", "--json").Output));
        End(run);
        Assert.Empty(JsonSchema.Faults("status.schema.json", home.Ctl("status", "--json").Output));
    }

    // The long one is bench/looking_ahead.py.
    [Fact]
    public static void LeavesNothingOpenAfterManyLooks()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "1h").Install("upgrades/v2", "echo 2");
        using var run = Start(home, "--era 0.50 --plan v2@90000");
        var before = (Files: 0, Threads: 0, Children: 0);
        _ = run.Await("the first look", () => IsWatched(home));

        for (var look = 0; look < (Executable.IsNative ? 30 : 12); look++)
        {
            LookAgain(home, run);

            if (look == 2)
            {
                _ = run.Await("the end of the look's process", () => Held(run) is { Children: 1 });
                before = Held(run);
            }
        }

        // The runtime of a build that is not native has threads of its own.
        _ = run.Await($"{before} as before", () => Held(run) is var now
            && now.Files <= before.Files
            && now.Children == 1
            && (now.Threads <= before.Threads || !Executable.IsNative));
        End(run);
    }

    // Older eras speak on standard error.
    private static Run Start(NodeHome home, string node)
    {
        var run = home.InstallNode("genesis", $"{node} {Answering(home)}").Start("start");
        return run.Await("a block", () => (run.OutputSoFar + run.ErrorSoFar).Contains("committed state", StringComparison.Ordinal));
    }

    // A binary that is put in place by hand is looked at at once.
    private static void LookAgain(NodeHome home, Run run)
    {
        var before = At(home);
        Replace(home.In("cosmovisor/upgrades/v2/bin/dummyd"));
        _ = run.Await("another look", () => At(home) != before);
    }

    private static void Replace(string binary)
    {
        File.Copy(binary, binary + ".next", overwrite: true);
        File.Move(binary + ".next", binary, overwrite: true);
    }

    // The supervisor may begin to watch after the node has begun to speak.
    private static bool IsWatched(NodeHome home)
    {
        Replace(home.In("cosmovisor/upgrades/v2/bin/dummyd"));
        return At(home).Length > 0;
    }

    private static string At(NodeHome home) =>
        File.Exists(home.In("cosmovisor/outlook.json")) ? Outlook(home).GetProperty("at").GetString()! : "";

    private static (int Files, int Threads, int Children) Held(Run run) => (
        Directory.GetFileSystemEntries($"/proc/{run.Pid}/fd").Length,
        Directory.GetDirectories($"/proc/{run.Pid}/task").Length,
        Directory.GetDirectories($"/proc/{run.Pid}/task").Sum(Children));

    private static int Children(string task)
    {
        try
        {
            return File.ReadAllText(Path.Join(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        }
        catch (IOException)
        {
            return 0; // a thread that has ended meanwhile
        }
    }

    [GeneratedRegex("\"at\": ?\"[^\"]*\"")]
    private static partial Regex OutlookTime();

    private static JsonElement Look(NodeHome home) => JsonDocument.Parse(home.Ctl("look-ahead", "--json").Output).RootElement;

    private static double? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
