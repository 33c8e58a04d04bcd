using System.Diagnostics;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>Homes that have backups, or are about to.</summary>
internal static class BackedUpHome
{
    /// <summary>From a run that was just begun to one that is just over, in equal parts.</summary>
    public static void KillEverywhere(string[] command, Action<NodeHome> prepare, Action<NodeHome> check)
    {
        const int Kills = 12;
        var whole = TimeSpan.Zero;

        for (var kill = 0; kill <= Kills; kill++)
        {
            using var home = Filled(files: 300);
            prepare(home);
            var began = Stopwatch.GetTimestamp();
            using var run = new Run(Executable.Cosmovisorctl, command, home.OwnVariables());

            if (kill == 0)
            {
                Assert.Equal(0, run.End().Code);
                whole = Stopwatch.GetElapsedTime(began);
            }
            else
            {
                Thread.Sleep(whole * kill / Kills); // the instant itself is what is tried

                if (!run.HasEnded)
                {
                    run.Signal(Run.Kill);
                }

                _ = run.End();
            }

            check(home);
        }
    }

    public static string Done(Finished end)
    {
        Assert.True(end is { Code: 0, Error: "" }, $"code {end.Code}: {end.Error}{end.Output}");
        return end.Output;
    }

    public static NodeHome Filled(int files = 3)
    {
        var home = new NodeHome().Install("genesis", "exit 0");
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "genesis");

        for (var file = 0; file < files; file++)
        {
            _ = home.Write(file == 0 ? "data/a" : $"data/folder-{file % 7}/{file}", file == 0 ? "1" : new string('x', file * 100));
        }

        return home;
    }

    /// <summary>A home that has been upgraded to v2, with a backup.</summary>
    public static NodeHome Upgraded(bool withGenesis)
    {
        var home = Filled().Write("config/genesis.json", "{\"chain_id\":\"old\"}");
        Upgrade(home, withGenesis);
        return home;
    }

    public static void Upgrade(NodeHome home, bool withGenesis)
    {
        _ = home.Install("genesis", Writes("v2")).Install("upgrades/v2", "exit 0").Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));

        if (withGenesis)
        {
            _ = home.Write("cosmovisor/upgrades/v2/genesis.json", "{\"chain_id\":\"new\"}");
        }

        var end = home.Run("start");
        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
    }

    public static string Writes(string plan) =>
        $"[ \"$1\" = start ] || exit 1; mkdir -p $DAEMON_HOME/data; echo '{{\"name\":\"{plan}\",\"height\":49}}' >$DAEMON_HOME/data/upgrade-info.json; {Scripts.StayAlive}";
}
