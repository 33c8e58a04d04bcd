using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Logging;

/// <summary>COSMOVISOR_LOG, in the environment of a service and out of it.</summary>
public static class WhereOurLogGoes
{
    private const string Journald = "/lib/systemd/systemd-journald";

    // A /run of its own: no test writes into the journal of the machine.
    private const string OwnRun = "mount -t tmpfs none /run && mkdir -p /run/systemd/journal /run/log/journal && ";

    [Fact]
    public static void OntoStandardErrorInTheClassicContractToo()
    {
        using var home = Home().Set("COSMOVISOR_LOG", "stderr");

        Assert.Contains(" INFO  upgrade begins plan=v2 height=49 ", home.Run("start").Error, StringComparison.Ordinal);
        Assert.Equal("", home.Log);
    }

    [Fact]
    public static void IntoTheFileInTheSdkContractToo()
    {
        using var home = Home().Set("COSMOVISOR_LOG", "file").Set("COSMOVISOR_WATCH_OUTPUT", "true");

        Assert.Equal("", home.Run("run", "start").Error);
        Assert.Contains(" INFO  upgrade begins plan=v2 height=49 ", home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "false")]
    [InlineData("stderr", "true")] // which is what this switches off
    public static void Nowhere(string log, string disabled)
    {
        using var home = Home().Set("COSMOVISOR_LOG", log).Set("COSMOVISOR_DISABLE_LOGS", disabled);

        Assert.Equal("", home.Run("start").Error);
        Assert.Equal("", home.Log);
        Assert.Contains("\"upgrade-done\"", File.ReadAllText(home.In("cosmovisor/events.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public static void WithPrioritiesWhereTheJournalReadsStandardError()
    {
        using var home = Home().Set("COSMOVISOR_WATCH_OUTPUT", "true");

        _ = home.Shell("exec 2> ours; JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec \"$0\" run start");

        var lines = File.ReadAllLines(home.In("ours"));
        Assert.All(lines, line => Assert.Matches("^<[346]>20.+Z (WARN |INFO |ERROR) ", line));
        Assert.Contains(lines, line => line.Contains("Z INFO  upgrade begins plan=v2 height=49 ", StringComparison.Ordinal));
    }

    [Fact]
    public static void WithoutPrioritiesWhereOnlyOurParentWasReadByTheJournal()
    {
        using var home = Home().Set("COSMOVISOR_WATCH_OUTPUT", "true");

        _ = home.Shell("parents=$(stat -Lc %d:%i /proc/self/fd/2); JOURNAL_STREAM=$parents exec \"$0\" run start 2> ours");

        Assert.All(File.ReadAllLines(home.In("ours")), line => Assert.StartsWith("20", line, StringComparison.Ordinal));
    }

    [Fact]
    public static void IntoTheJournalWithFields()
    {
        Assert.SkipUnless(File.Exists(Journald), "systemd is not installed");
        using var home = Home().Set("COSMOVISOR_LOG", "journal");
        SkipWithoutAnOwnRun(home);

        var end = home.RunUnder("unshare", "-m", "sh", "-c",
            $$"""
            {{OwnRun}} cd "$DAEMON_HOME"
            {{Journald}} & journald=$!
            until [ -S /run/systemd/journal/socket ]; do sleep 0.05; done
            "$0" start >&2; code=$?
            until journalctl -q -o json -t cosmovisor EVENT=supervisor-ended | grep -q .; do sleep 0.05; done
            journalctl -q -o json -t cosmovisor; kill $journald; exit $code
            """, Executable.Cosmovisor);

        Assert.True(end.Code == 4, end.Error);
        var entries = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var began = Assert.Single(entries, entry => Text(entry, "EVENT") == "upgrade-began");
        Assert.Equal(("v2", "49", "6", "cosmovisor", "journal"), (Text(began, "PLAN"), Text(began, "HEIGHT"),
            Text(began, "PRIORITY"), Text(began, "SYSLOG_IDENTIFIER"), Text(began, "_TRANSPORT")));
        Assert.StartsWith("upgrade begins plan=v2 height=49 ", Text(began, "MESSAGE"), StringComparison.Ordinal);
        Assert.Contains(entries, entry => Text(entry, "EVENT") == "step-done" && Text(entry, "STEP") == "Switch");
        Assert.Equal("", home.Log);
    }

    [Fact]
    public static void IntoAJournalThatIsAwayWhichStopsNothing()
    {
        using var home = Home().Set("COSMOVISOR_LOG", "journal");
        SkipWithoutAnOwnRun(home);

        var end = home.RunUnder("unshare", "-m", "sh", "-c", $"{OwnRun} exec \"$0\" start", Executable.Cosmovisor);

        Assert.Equal(
            (4, "cosmovisor: the log /run/systemd/journal/socket cannot be written (No such file or directory (errno 2)): the node runs, and what cosmovisor does is not logged\n"),
            (end.Code, end.Error));
        Assert.Matches("\"logLost\": [1-9]", File.ReadAllText(home.In("cosmovisor/state.json")));
    }

    [Fact]
    public static void AsConfigShowsIt()
    {
        using var home = Home().Set("COSMOVISOR_LOG", "journal");

        var shown = home.Ctl("config").Output;

        Assert.Contains("COSMOVISOR_LOG: journal", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Log File", shown, StringComparison.Ordinal);
    }

    private static NodeHome Home() => new NodeHome()
        .Install("genesis", Scripts.Halt("v2"))
        .Install("upgrades/v2", "[ \"$1\" != pre-upgrade ] || exit 1; exit 4")
        .Write("data/here", "")
        .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

    private static void SkipWithoutAnOwnRun(NodeHome home) =>
        Assert.SkipUnless(
            home.RunUnder("/bin/sh", "-c", $"unshare -m sh -c '{OwnRun} true'").Code == 0, "no rights for a mount of its own (unshare -m)");

    private static string? Text(JsonElement entry, string field) => entry.TryGetProperty(field, out var value) ? value.GetString() : null;
}
