using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>
/// What a wrapper script started before it became us is its own business: never signalled, never waited for, and nor is what it starts
/// later.
/// </summary>
public static class ForeignProcesses
{
    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void ThatReadOurOutputGoOnThroughAnUpgrade(string words)
    {
        using var home = Upgrading("echo old; ", "echo new; exit 7");

        var end = home.RunBash($"exec > >(tee \"$DAEMON_HOME/copy\"); exec \"$EXE\" {words}");

        Assert.Equal(7, end.Code);
        Wait.Until("all of the output in the copy", () => File.ReadAllText(home.In("copy")).EndsWith("new\n", StringComparison.Ordinal));
        Assert.StartsWith("old\n", File.ReadAllText(home.In("copy")), StringComparison.Ordinal);
        Assert.DoesNotContain("left behind", home.Log + end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AndTheirOwnChildrenOutliveUs(string words)
    {
        // The job's grandchild comes to us while the daemon runs, beside one that the daemon has left behind: each is made when the other
        // is there.
        const string Orphan =
            "setsid sh -c 'echo $$ >\"$DAEMON_HOME/ours\"; exec sleep 600' >/dev/null 2>&1 & while [ ! -s \"$DAEMON_HOME/late\" ]; do sleep 0.01; done; ";
        using var home = Upgrading(Orphan, $"kill -0 $(cat \"$DAEMON_HOME/ours\") 2>/dev/null && echo still there; echo new; exit 7");

        var end = home.RunBash(
            $$"""
            ( while [ ! -s "$DAEMON_HOME/ours" ]; do sleep 0.01; done; (sh -c 'echo $$ >"$DAEMON_HOME/late"; exec sleep 600' &) ) </dev/null >/dev/null 2>&1 &
            sh -c 'echo $$ >"$DAEMON_HOME/early"; exec sleep 600' </dev/null >/dev/null 2>&1 &
            exec "$EXE" {{words}}
            """);

        int[] foreign = [Pid(home, "late"), Pid(home, "early")];

        try
        {
            Assert.Equal(7, end.Code);
            Assert.Equal("new\n", end.Output[^4..]);
            Assert.DoesNotContain("still there", end.Output, StringComparison.Ordinal);
            Assert.False(Processes.IsAlive(Pid(home, "ours")));
            Assert.All(foreign, pid => Assert.True(Processes.IsAlive(pid)));
        }
        finally
        {
            foreign.Where(Processes.IsAlive).ToList().ForEach(pid => Signal.Send(pid, Run.Kill));
        }
    }

    private static NodeHome Upgrading(string before, string after)
    {
        var home = new NodeHome()
            .Install("genesis",
                $"{before}{Sentences.Halt("v2")}\nmkdir -p \"$DAEMON_HOME/data\"; echo '{{\"name\":\"v2\",\"height\":49}}' >\"$DAEMON_HOME/data/upgrade-info.json\"; exit 0")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Set("UNSAFE_SKIP_BACKUP", "true");
        home.InstallUpgrade("v2", $"[ \"$1\" != pre-upgrade ] || exit 1\n{after}");
        return home;
    }

    private static int Pid(NodeHome home, string file) => int.Parse(home.Written(file), CultureInfo.InvariantCulture);
}
