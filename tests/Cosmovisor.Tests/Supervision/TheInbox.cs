using Cosmovisor.Detection;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests;

public static class TheInbox
{
    [Fact]
    public static void ForgetsWhatAnEarlierLifeStillHadToSay()
    {
        using var inbox = new EventQueue();
        var first = inbox.BeginLife();
        first(new Observation.Halted("v2"));
        var second = inbox.BeginLife();
        first(new Observation.Halted("v2"));
        second(new Observation.BinaryAhead("v3"));

        Assert.Equal(new Observation.BinaryAhead("v3"), Seen(inbox));
        _ = Assert.IsType<Incoming.Nudge>(Next(inbox));
    }

    private static Observation Seen(EventQueue inbox) => Assert.IsType<Incoming.Seen>(Next(inbox)).Observation;

    // Another test's child may end meanwhile, and its SIGCHLD is this process's too.
    private static Incoming Next(EventQueue inbox)
    {
        while (true)
        {
            if (inbox.Take(TimeSpan.Zero) is not Incoming.Signal and var next)
            {
                return next;
            }
        }
    }
}
