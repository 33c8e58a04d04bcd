using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary><c>cosmovisorctl upgrade NAME --dry-run</c>: what an upgrade would do here, with nothing done.</summary>
public static class TheDryRun
{
    [Fact]
    public static void OfTheComingPlanIsPossibleAndChangesNothing()
    {
        using var home = Home().Install("upgrades/v2", "echo 2.0.0").Write("cosmovisor/pre.sh", "#!/bin/sh\ntouch ran\n").Write(
            "data/application.db/000001.sst", new string('x', 100_000)).Write("data/state.db/CURRENT", new string('y', 50_000))
            .Write("data/application.db/000002.sst", "").Write("data/application.db/MANIFEST-000003", "");
        _ = home.Set("COSMOVISOR_CUSTOM_PREUPGRADE", "pre.sh").Set("COSMOVISOR_BACKUP_MODE", "hardlink")
            .Set("COSMOVISOR_HOOK_TIMEOUT", "7m");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };
        var before = Tree(home);

        var end = home.Ctl("upgrade", "v2", "--dry-run", "--json");

        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.Equal(before, Tree(home));
        Assert.Empty(JsonSchema.Faults("dry-run.schema.json", end.Output));
        var said = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal(
            (100, "genesis", "upgrades/v2"),
            (said.GetProperty("height").GetInt32(), said.GetProperty("from").GetString(), said.GetProperty("to").GetString()));
        var backup = Step(said, "Backup");
        Assert.True(backup.GetProperty("shared").GetInt64() >= 100_000
            && backup.GetProperty("copied").GetInt64() is >= 50_000 and < 100_000
            && backup.GetProperty("room").GetInt64() > 0, backup.ToString());
        Assert.Equal((420, home.In("cosmovisor/pre.sh")), (
            Step(said, "CustomPreUpgrade").GetProperty("limit").GetInt32(),
            Step(said, "CustomPreUpgrade").GetProperty("scripts")[0].GetString()));
        Assert.False(Step(said, "Stop").GetProperty("does").GetBoolean());
    }

    [Fact]
    public static void WithoutTheBinaryIsNotPossible()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };
        var before = Tree(home);

        var end = home.Ctl("upgrade", "v2", "--dry-run");

        Assert.Equal(2, end.Code);
        Assert.StartsWith("v2 at height 100: nothing is done, these would be the steps\nStage            there is no binary at ",
            end.Output, StringComparison.Ordinal);
        Assert.Contains("\nnot possible\nproblem  binary: there is none at ", end.Output, StringComparison.Ordinal);
        Assert.Equal(before, Tree(home));
    }

    [Fact]
    public static void NamesTheLinkOfThePlanWhereDownloadsAreAllowed()
    {
        using var home = Home().Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");
        using var node = new AnsweringNode(home, 77)
        {
            Plan = ("v2", 100, """{"binaries":{"any":"https://me:secret@127.0.0.1:1/v2?checksum=sha256:aa"}}""")
        };

        var end = home.Ctl("upgrade", "v2", "--dry-run");

        Assert.Equal(0, end.Code);
        Assert.Contains("is fetched from https://", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfANameThatNothingAsksForSaysWhatItWouldTake()
    {
        using var home = Home().Install("upgrades/v1.1", "echo 1.1").Set("UNSAFE_SKIP_BACKUP", "true");
        var before = Tree(home);

        var known = home.Ctl("upgrade", "v1.1", "--dry-run");
        var unknown = home.Ctl("upgrade", "v9", "--dry-run");

        Assert.True(known.Code == 0, known.Output + known.Error);
        Assert.Contains("\nSwitch           current: genesis -> upgrades/v1.1\n", known.Output, StringComparison.Ordinal);
        Assert.Equal(2, unknown.Code);
        Assert.Equal(before, Tree(home));
    }

    [Fact]
    public static void TellsThatItsScriptCannotRun()
    {
        using var home = Home().Install("upgrades/v2", "echo 2.0.0").Write("cosmovisor/upgrades/v2/migrate", "#!/no/such/shell\n");

        var end = home.Ctl("upgrade", "v2", "--dry-run");

        Assert.Equal(2, end.Code);
        Assert.Contains("/no/such/shell", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfARunningNodeStopsNothing()
    {
        using var home = Home()
            .Install("genesis", "trap 'exit 0' TERM; echo old; while :; do sleep 0.02; done")
            .Install("upgrades/v2", "echo 2.0.0")
            .Set("DAEMON_SHUTDOWN_GRACE", "9s")
            .Set("COSMOVISOR_LOOK_AHEAD", "0s");
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v2", "--dry-run");

        Assert.True(end.Output.Contains("\nStop             the node gets TERM, and KILL after 9s\n", StringComparison.Ordinal), end.Output
            + end.Error);
        run.Signal(Run.Terminate);
        Assert.Equal(0, run.End().Code);
        Assert.Equal(("old\n", "genesis"), (run.OutputSoFar, home.Current));
    }

    [Theory]
    [InlineData("upgrade", "..", "--dry-run")]
    [InlineData("upgrade", "v2", "--dry-run", "--now")]
    [InlineData("upgrade", "v2", "--dry-run", "--link", "https://e.org/x")]
    [InlineData("upgrade", "v2", "--now", "--json")]
    public static void IsMisusedWithWhatWouldChangeSomething(params string[] words)
    {
        using var home = Home();

        Assert.Equal(64, home.Ctl(words).Code);
    }

    private static JsonElement Step(JsonElement said, string step) =>
        said.GetProperty("steps").EnumerateArray().Single(one => one.GetProperty("step").GetString() == step);

    // Every path with what a change would change: kind, size, mode, time of the last write of files, content of links.
    private static string[] Tree(NodeHome home) =>
    [
        .. from entry in new DirectoryInfo(home.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
           orderby entry.FullName
           select $"{entry.FullName} {entry.Attributes} {entry.UnixFileMode} {entry.LinkTarget} {(entry is FileInfo file && entry.LinkTarget is null ? $"{file.Length} {file.LastWriteTimeUtc:O}" : "")}",
    ];

    private static NodeHome Home() => new NodeHome().Install("genesis", "true").Write("data/here", "").PointCurrentTo("genesis");
}
