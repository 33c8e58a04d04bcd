using System.Text.Json;
using Cosmovisor.Agent.Files;
using Xunit;

namespace Cosmovisor.Agent.Tests.Files;

public static class WhatLiesInAHome
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"version\":1,\"daemon\":7}")]
    [InlineData("{\"version\":1,\"at\":\"yesterday\"}")]
    [InlineData("{\"version\":1,\"trouble\":\"\\ud800\"}")]
    [InlineData("{\"version\":\"1\"}")]
    [InlineData("{\"version\":1,\"logLost\":1e99}")]
    public static async Task GarbageIsToldAndNeverShown(string text)
    {
        await using var home = new AgentHome();

        var reading = new HomeFiles(home.Write("state.json", text).Path).State;

        Assert.Null(reading.Value);
        Assert.Contains("state.json", reading.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"version\":2,\"daemon\":7}", "newer")]
    [InlineData("{\"version\":0}", "earlier")]
    [InlineData("{}", "earlier")]
    public static async Task AnotherVersionIsTold(string text, string word)
    {
        await using var home = new AgentHome();

        var reading = new HomeFiles(home.Write("outlook.json", text).Path).Outlook;

        Assert.Null(reading.Value);
        Assert.Contains(word, reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public static void ADiskThatDoesNotAnswerEndsNoWatch()
    {
        using var home = new TemporaryFolder("home");
        _ = Directory.CreateSymbolicLink(home.In("cosmovisor"), "cosmovisor");

        Assert.Equal(0, new HomeFiles(home.Path).Stamp);
    }

    [Fact]
    public static async Task WhatIsNotThereIsNoProblem()
    {
        await using var home = new AgentHome();

        Assert.Equal(new Reading<HomeState>(null, null), new HomeFiles(home.Path).State);
    }

    [Fact]
    public static async Task APipeOrAFolderInAFilesPlaceIsNeverWaitedFor()
    {
        await using var home = new AgentHome();
        Assert.True(SystemTool.Works("mkfifo", home.In("state.json")));
        _ = Directory.CreateDirectory(home.In("outlook.json"));
        _ = Directory.CreateDirectory(home.In("events.jsonl"));

        Assert.Contains("not a regular file", new HomeFiles(home.Path).State.Problem, StringComparison.Ordinal);
        Assert.Contains("not a regular file", new HomeFiles(home.Path).Outlook.Problem, StringComparison.Ordinal);
        Assert.Empty(new HomeFiles(home.Path).Events.Last(10));
        Assert.Equal(EventPosition.Oldest, new HomeFiles(home.Path).Events.End);
    }

    [Fact]
    public static async Task TheLockTellsWhetherASupervisorLives()
    {
        await using var home = new AgentHome();
        var files = new HomeFiles(home.Path);
        Assert.Equal(SupervisorPresence.NotRunning, files.Supervisor);

        await using (new FileStream(home.In("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(SupervisorPresence.Running, files.Supervisor);
        }

        Assert.Equal(SupervisorPresence.NotRunning, files.Supervisor);
    }

    [Fact]
    public static async Task VersionsOfAnImageAreFoundWhereTheyLieAndTheRestBesideTheLink()
    {
        await using var home = new AgentHome();
        var (image, volume) = (Path.Join(home.Path, "image"), Path.Join(home.Path, "volume"));
        _ = Directory.CreateDirectory(Path.Join(image, "upgrades", "v2", "bin"));
        _ = Directory.CreateDirectory(Path.Join(volume, "upgrades", "v3"));
        await File.WriteAllTextAsync(Path.Join(image, "upgrades", "v2", "bin", "gaiad"), "");
        await File.WriteAllTextAsync(Path.Join(volume, "state.json"), """{"version":1}""");
        _ = File.CreateSymbolicLink(Path.Join(volume, "current"), Path.Join(image, "upgrades", "v2"));

        var files = new HomeFiles(home.Path, image, Path.Join(volume, "current"));

        Assert.Equal("upgrades/v2", files.Current);
        Assert.Equal([Path.Join(image, "upgrades", "v2")], files.UpgradeFolders);
        Assert.Equal(Path.Join(image, "upgrades", "v2", "bin", "gaiad"), files.Binary("upgrades/v2", null));
        Assert.NotNull(files.State.Value);
    }

    [Fact]
    public static async Task LinesThatAreNoneAreLeftOutAndHalfALineIsNotThereYet()
    {
        await using var home = new AgentHome();
        File.WriteAllBytes(
            home.In("history.jsonl"),
            [.. "{\"plan\":\"a\"}\n[1]\n\n{\"plan\":\"\\ud800\"}\n"u8, 0xff, 0xfe, .. "\n{\"plan\":\"b\"}\n{\"plan\":\"c\""u8]);

        var lines = new HomeFiles(home.Path).History.Last(10);

        Assert.Equal(["a", "b"], lines.Select(line => line.GetProperty("plan").GetString()));
    }

    [Fact]
    public static async Task ALineWithoutAnEndDoesNotHideWhatFollows()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", "{\"n\":1}", new string('x', 700_000), "{\"n\":2}");
        var events = new HomeFiles(home.Path).Events;
        var position = EventPosition.Oldest;
        var seen = new List<int>();

        for (var before = new EventPosition(1, 1); before != position;)
        {
            before = position;
            seen.AddRange(events.After(ref position).Select(found => found.Json.GetProperty("n").GetInt32()));
        }

        Assert.Equal([1, 2], seen);
        Assert.Equal(events.End, position);
    }

    [Fact]
    public static async Task TheLastEventOfANameIsFoundInEitherFileAndNotInAMessage()
    {
        await using var home = new AgentHome();
        var events = new EventsFile(home.In("events.jsonl"));

        Assert.Equal(JsonValueKind.Undefined, events.LastOf("supervisor-started").ValueKind);

        home.Append("events.jsonl.1", "{\"event\":\"supervisor-started\",\"n\":1}", "{\"event\":\"supervisor-started\",\"n\":2}");
        home.Append("events.jsonl", "{\"event\":\"line\",\"says\":\"the \\\"supervisor-started\\\" of a log\"}",
            "{\"event\":\"line\",\"says\":\"supervisor-started\"}", "\"supervisor-started\"");
        Assert.Equal(2, events.LastOf("supervisor-started").GetProperty("n").GetInt32());

        home.Append("events.jsonl", "{\"event\":\"supervisor-started\",\"n\":3}", "{\"event\":\"daemon-started\"}");
        Assert.Equal(3, events.LastOf("supervisor-started").GetProperty("n").GetInt32());
    }
}
