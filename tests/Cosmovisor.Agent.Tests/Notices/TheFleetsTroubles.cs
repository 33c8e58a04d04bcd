using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests.Notices;

/// <summary>Troubles of the fleet beside those of the home: opened once and resolved once, whichever agent tells.</summary>
public static class TheFleetsTroubles
{
    private const string Stopped = "cosmovisor:fleet:mainnet:fleet-rollout-stopped";
    private const string Away = "cosmovisor:fleet:mainnet:fleet-away";

    [Fact]
    public static void AreResolvedByTheAgentThatTellsNext()
    {
        var fleet = new TellingAgents();
        var (a, b) = (fleet.Agent("a"), fleet.Agent("b"));
        fleet.Wrong.Add(FleetTrouble.Stopped);
        a.Turn();
        b.Turn();

        fleet.Teller = "b";
        b.Turn();
        fleet.Wrong.Clear();
        b.Turn();
        fleet.Clock += TimeSpan.FromMinutes(2);
        b.Turn();
        a.Turn();

        Assert.Equal([$"opened {Stopped}", $"resolved {Stopped}"], fleet.Words);
        Assert.Equal(("b", 0), (fleet.Told?.By, fleet.Told?.Open.Count));
    }

    [Fact]
    public static void AreResolvedAlsoWhereTheyEndWhileNoAgentTells()
    {
        var fleet = new TellingAgents();
        fleet.Wrong.Add(FleetTrouble.Stopped);
        fleet.Agent("a").Turn();

        fleet.Teller = null;
        fleet.Wrong.Clear();
        var b = fleet.Agent("b").Turn();
        fleet.Clock += TimeSpan.FromMinutes(2);
        b.Turn();

        Assert.Equal([$"opened {Stopped}", $"resolved {Stopped}"], fleet.Words);
    }

    [Fact]
    public static void AreHandedOverByAnAgentThatToldThemWhileEtcdWasAway()
    {
        var fleet = new TellingAgents();
        var (a, b) = (fleet.Agent("a").Turn(), fleet.Agent("b"));
        a.IsCut = true;
        a.Turn();
        fleet.Teller = "b";
        b.Turn();
        a.IsCut = false;

        a.Restart().Turn();
        b.Turn();
        fleet.Clock += TimeSpan.FromMinutes(2);
        b.Turn();
        a.Turn();

        Assert.Equal([$"opened {Away}", $"resolved {Away}"], fleet.Words);
        Assert.Empty(a.Book.Troubles);
    }

    [Fact]
    public static void AreOpenedByTheNextWhereTheFirstCouldNotSendThem()
    {
        var fleet = new TellingAgents();
        var (a, b) = (fleet.Agent("a"), fleet.Agent("b"));
        fleet.Wrong.Add(FleetTrouble.Stopped);
        a.Ask().Look().Ask().Look();
        Assert.Single(a.Waiting);
        fleet.Teller = "b";
        fleet.Clock += TimeSpan.FromMinutes(1);

        b.Turn();
        a.Restart().Send();
        a.Turn();

        Assert.Equal([$"opened {Stopped}"], fleet.Words);
        Assert.Empty(a.Waiting);
    }

    [Fact]
    public static void AreNotToldAgainByAnAgentThatTellsOnceMore()
    {
        var fleet = new TellingAgents();
        var (a, b) = (fleet.Agent("a"), fleet.Agent("b"));
        fleet.Wrong.Add(FleetTrouble.Stopped);
        a.Turn();
        fleet.Teller = "b";
        fleet.Wrong.Clear();
        b.Turn();
        fleet.Clock += TimeSpan.FromMinutes(2);
        b.Turn();

        fleet.Teller = "a";
        a.Restart().Turn();
        fleet.Clock += TimeSpan.FromMinutes(2);
        a.Turn();

        Assert.Equal([$"opened {Stopped}", $"resolved {Stopped}"], fleet.Words);
    }

    [Fact]
    public static void StayOpenWhereEtcdLostItsData()
    {
        var fleet = new TellingAgents();
        fleet.Wrong.Add(FleetTrouble.Stopped);
        var a = fleet.Agent("a").Turn();

        (fleet.Told, fleet.Revision) = (null, 0);
        fleet.Wrong.Clear();
        a.Turn();
        fleet.Clock += TimeSpan.FromMinutes(2);
        a.Turn();

        Assert.Equal([$"opened {Stopped}", $"resolved {Stopped}"], fleet.Words);
    }

    [Fact]
    public static void AreWrittenOnceThoughTheClockIsFinerThanTheRecord()
    {
        var fleet = new TellingAgents { Clock = Some.Now.AddTicks(1234) };
        fleet.Wrong.Add(FleetTrouble.Stopped);
        var a = fleet.Agent("a").Turn();
        var written = fleet.Revision;

        a.Turn().Turn();

        Assert.Equal((1, written), (written, fleet.Revision));
    }

    [Fact]
    public static void AreOfferedAgainWhereEtcdRefusedThemAndTheSameAgentTellsStill()
    {
        var fleet = new TellingAgents();
        fleet.Wrong.Add(FleetTrouble.Stopped);
        var a = fleet.Agent("a").Ask().Look().Ask().Look().Send();

        // Its lease has run out, and it is the first that asks again.
        fleet.Teller = null;
        a.Ask();
        Assert.Null(fleet.Told);
        a.Look().Ask();

        Assert.Equal([FleetTrouble.Stopped], fleet.Told?.Open.Select(one => one.Kind));
    }

    [Fact]
    public static void StayOpenWhileNothingIsKnown()
    {
        var fleet = new TellingAgents();
        fleet.Wrong.Add(FleetTrouble.Stopped);
        var a = fleet.Agent("a").Turn().Restart();

        fleet.Clock += TimeSpan.FromHours(1);
        a.Look().Send();

        Assert.Equal([$"opened {Stopped}"], fleet.Words);
    }

    // Agents come, go, are cut off and are killed, and their addresses are slow, in any order; at the end all is well. What is sent has
    // come to etcd and back before an agent is killed: the moment between is the one in which a trouble is told twice.
    [Fact]
    public static void AreOpenedOnceAndResolvedOnceInAnyOrderOfWhatMayHappen()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var walk = new Random(seed);
            var fleet = new TellingAgents();
            TellingAgent[] agents = [fleet.Agent("a"), fleet.Agent("b"), fleet.Agent("c")];
            var did = new List<string>();

            for (var i = 0; i < 60; i++)
            {
                did.Add(Step(fleet, agents[walk.Next(agents.Length)], walk.Next(9), walk));
            }

            fleet.Wrong.Clear();
            Array.ForEach(agents, agent => agent.IsCut = false);

            for (var i = 0; i < 5; i++)
            {
                Array.ForEach(agents, agent => agent.Turn());
                fleet.Clock += TimeSpan.FromMinutes(2);
            }

            Check(fleet, $"seed {seed}: {string.Join(", ", did)}");
        }
    }

    private static string Step(TellingAgents fleet, TellingAgent agent, int what, Random walk)
    {
        switch (what)
        {
            case 0:
                var kind = walk.Next(2) == 0 ? FleetTrouble.Stopped : FleetTrouble.Late;
                return fleet.Wrong.Add(kind) || fleet.Wrong.Remove(kind) ? $"{kind} is {fleet.Wrong.Contains(kind)}" : "";
            case 1:
                agent.IsCut = !agent.IsCut;
                fleet.Teller = agent.IsCut && fleet.Teller == agent.Name ? null : fleet.Teller;
                return $"{agent.Name} cut: {agent.IsCut}";
            case 2:
                agent.Restart();
                return $"{agent.Name} restarted";
            case 3:
                fleet.Clock += TimeSpan.FromSeconds(walk.Next(90));
                return "time";
            case 4 or 5:
                agent.Ask();
                return $"{agent.Name} asks";
            case 6 or 7:
                agent.Look();
                return $"{agent.Name} looks";
            default:
                // One that tells no more and does not know it yet may send what the next one sends too: no lease can help that.
                if (fleet.Teller == agent.Name && !agent.IsCut)
                {
                    agent.Send().Ask().Look();
                }

                return $"{agent.Name} sends";
        }
    }

    private static void Check(TellingAgents fleet, string how)
    {
        foreach (var one in fleet.Heard.GroupBy(notice => notice.Trouble!.Key, StringComparer.Ordinal))
        {
            var isOpen = false;

            foreach (var notice in one.Select(notice => notice.Trouble!))
            {
                Assert.True(notice.IsOpen != isOpen, $"{how}\n{string.Join('\n', fleet.Words)}");
                isOpen = notice.IsOpen;
            }

            Assert.False(isOpen, $"{one.Key} is never resolved: {how}\n{string.Join('\n', fleet.Words)}");
        }
    }
}
