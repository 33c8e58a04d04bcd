using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Whoever asks in a month why a database was broken, or why an upgrade began, finds it in the log and in the history.</summary>
public static class HowTheOldNodeEnded
{
    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void ByKillIsAWarningThatNamesTheSettingAndIsKept(string words)
    {
        using var home = Home("trap '' TERM; " + Halt + "while :; do sleep 0.05; done").Set("DAEMON_SHUTDOWN_GRACE", "300ms");
        home.InstallUpgrade("v2", "exit 1");

        var end = home.Run(words.Split(' '));

        Assert.Contains(
            "is killed; its databases may need repair. Set DAEMON_SHUTDOWN_GRACE higher", home.Log + end.Error, StringComparison.Ordinal);
        Assert.Contains("DAEMON_SHUTDOWN_GRACE=300ms", home.Log + end.Error, StringComparison.Ordinal);
        Assert.Contains("\"killed\":true", File.ReadAllText(home.In("cosmovisor/history.jsonl")), StringComparison.Ordinal);
        Assert.Contains("  killed", home.Ctl("history").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void AfterBeingAskedIsNotKeptAsAKill()
    {
        // The trap first: the node is asked to end as soon as its halt is read.
        using var home = Home("trap 'exit 9' TERM; " + Halt + "while :; do sleep 0.05; done");
        home.InstallUpgrade("v2", "exit 0");

        Assert.Equal(0, home.Run("start").Code);

        Assert.Contains("daemon ended with code 9", home.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("killed", File.ReadAllText(home.In("cosmovisor/history.jsonl")), StringComparison.Ordinal);
    }

    /// <summary>Nodes panic while they close their databases: whatever the code, it has halted, and the upgrade goes on.</summary>
    [Fact]
    public static void ByItselfBeforeItWasStoppedIsToldWithItsCode()
    {
        // The node is gone long before the download is there.
        using var site = new SlowSite($"#!/bin/sh\nexit 0\n{new string('#', 4_000)}");
        using var home = Home(Halt.Replace("{}", $"{{\"binaries\":{{\"any\":\"{site.Link}\"}}}}", StringComparison.Ordinal)
            + "while [ ! -e \"$DAEMON_HOME/cosmovisor/journal.json\" ]; do sleep 0.02; done; exit 2")
            .Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");

        Assert.Equal(0, home.Run("start").Code);

        Assert.Contains("daemon ended with code 2 by itself, before it was stopped", home.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("stopping the daemon", home.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", home.Log, StringComparison.Ordinal);
        Assert.Contains("an upgrade is due plan=v2 height=49 witness=\"", home.Log, StringComparison.Ordinal);
    }

    private static readonly string Halt = Sentences.Halt("v2")
        + "\n[ $1 = start ] && mkdir -p \"$DAEMON_HOME/data\" && echo '{\"name\":\"v2\",\"height\":49}' >\"$DAEMON_HOME/data/upgrade-info.json\"\n";

    private static NodeHome Home(string genesis) =>
        new NodeHome().Install("genesis", $"[ \"$1\" = start ] || exit 0\n{genesis}").Set("UNSAFE_SKIP_BACKUP", "true")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "false");
}
