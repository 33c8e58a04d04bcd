using System.Net;
using System.Text.RegularExpressions;
using Cosmovisor.Tests.Supervision;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary><c>demo/</c>, as a newcomer runs it.</summary>
[Collection(Quiet.Name)]
public static class TheDemo
{
    [Fact]
    public static void TellsAnUpgradeFromVoteToFiguresAndLeavesNothing()
    {
        using var place = new Place("plain");

        // Settings of the caller's own node, which must not reach the demo's.
        using var run = place.Start(new()
        {
            ["DAEMON_HOME"] = "/nowhere",
            ["DAEMON_NAME"] = "gaiad",
            ["DAEMON_RESTART_AFTER_UPGRADE"] = "false",
            ["COSMOVISOR_BACKUP_COMMAND"] = "exit 1",
            ["DAEMON_BACKUP_DATA_DIR"] = "/nowhere/data"
        });
        var end = run.End();

        Assert.True(end is { Code: 0, Error: "" }, end.Error + end.Output);
        string[] story =
        [
            "not prepared: the binary of the upgrade \"v2\" could not be obtained: checksum of",
            "it has ended with 1, and nothing was put in place", "v2 is in place: downloaded, compared with its checksum",
            "current -> genesis", "proposal tallied module=x/gov proposal=1 results=passed", "UPGRADE \"v2\" NEEDED at height: 20",
            "current -> upgrades/v2", "applying upgrade \"v2\" at height: 20",
            "v2 has made block 20, the one v1 could not make", "kill -TERM", "cosmovisor has ended with exit code 0",
            "What has changed on disk",
            "has pointed current to v2", "cosmovisorctl backup list", "one backup, of the time before v2", "what came out is what went in",
            "none missing, none twice", "Nothing of it is left behind",
        ];
        Assert.Equal(story, story.Where(sentence => end.Output.Contains(sentence, StringComparison.Ordinal)));
        Assert.Equal(
            story.Select(sentence => end.Output.IndexOf(sentence, StringComparison.Ordinal)).Order(),
            story.Select(sentence => end.Output.IndexOf(sentence, StringComparison.Ordinal)));
        Assert.Empty(place.Entries);
    }

    /// <summary>The picture in the README is one of an earlier run: its steps, findings and folders must be those of this one.</summary>
    [Fact]
    public static void IsWhatItsPictureShows()
    {
        using var place = new Place("plain");

        using var run = place.Start([], "--cast", Path.Join(place.Root, "cast.svg"));

        Assert.Equal(0, run.End().Code);
        var recorded = Shown(File.ReadAllText(Path.Join(place.Root, "cast.svg")));
        Assert.Contains(recorded, line => line.StartsWith("1. ", StringComparison.Ordinal));
        Assert.Equal(recorded, Shown(File.ReadAllText(Repository.In("docs", "demo.svg"))));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with spaces")]
    public static void LeavesNoProcessAndNoFolderWhenItIsInterrupted(string folder)
    {
        using var place = new Place(folder);
        using var run = place.Start([]).AwaitOutput("block 3");
        var supervisor = Processes.OnlyChildOf(run.Pid);
        var node = Processes.OnlyChildOf(supervisor);

        run.Signal(Run.Terminate);

        var end = run.End();
        Assert.Equal(143, end.Code);
        Assert.Contains("Interrupted. The node was stopped.", end.Output, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(supervisor) || Processes.IsAlive(node));
        Assert.Empty(place.Entries);
    }

    [Fact]
    public static void KeepsTheHomeWhereItIsTold()
    {
        using var place = new Place("with spaces");

        using var run = place.Start([], "--keep");
        var end = run.End();

        Assert.Equal(0, end.Code);
        var home = Assert.Single(place.Entries);
        Assert.Contains($"All of it is kept in {home}", end.Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", new FileInfo(Path.Join(home, "cosmovisor/current")).LinkTarget);
    }

    [Fact]
    public static void SaysWhichOptionItDoesNotKnow()
    {
        using var place = new Place("plain");
        using var run = place.Start([], "--fast");

        Assert.Equal(64, run.End().Code);
        Assert.Contains("\"--fast\" is no option of the demo", run.ErrorSoFar, StringComparison.Ordinal);
    }

    // Headings, findings and folders; without what differs from run to run.
    private static string[] Shown(string svg) =>
    [
        .. Regex.Matches(svg, "<text[^>]*>([^<]*)</text>").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))
            .Where(line => Regex.IsMatch(line, "^([0-9]+[.] |   => |     +[^ |])") && !line.Contains(" s  ", StringComparison.Ordinal))
            .Select(line => Regex.Replace(line, "[0-9A-F]{16}", "…")),
    ];

    /// <summary>A TMPDIR of the test's own.</summary>
    private sealed class Place : IDisposable
    {
        private readonly TemporaryFolder _root = new("demo");
        private readonly string _folder;

        public Place(string name) => _folder = _root.MakeFolder(name);

        /// <summary>Not seen by the demo.</summary>
        public string Root => _root.Path;

        /// <summary>What lies there.</summary>
        public string[] Entries => Directory.GetFileSystemEntries(_folder);

        public Run Start(Dictionary<string, string> variables, params string[] options) => new(
            Executable.Demo,
            ["--supervisor", Executable.Cosmovisor, "--simnode", Executable.SimNode, .. options],
            new Dictionary<string, string>(variables) { ["TMPDIR"] = _folder, ["DOTNET_EnableDiagnostics"] = "0" });

        public void Dispose() => _root.Dispose();
    }
}
