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
        _ = Assert.IsType<Incoming.Nudge>(inbox.Take(TimeSpan.Zero));
    }

    private static Observation Seen(EventQueue inbox) => Assert.IsType<Incoming.Seen>(inbox.Take(TimeSpan.Zero)).Observation;
}
