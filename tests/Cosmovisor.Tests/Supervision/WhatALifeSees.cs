using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>An observation belongs to the life whose witness made it, whenever it is read.</summary>
public static class WhatALifeSees
{
    private static readonly Observation Halt = new Observation.Halted("v2");

    [Fact]
    public static void IsForgottenThoughItWasTakenOutOfTheInboxBefore()
    {
        using var inbox = new EventQueue();
        var thread = Thread(inbox);
        var old = thread.BeginLife();
        old(Halt);
        thread.HearSignals(); // reads the inbox for signals, and keeps what else it finds

        _ = thread.BeginLife();

        Assert.Null(thread.NextSeen());
    }

    [Fact]
    public static void IsNotCreditedToTheNextLifeByAWitnessThatIsLate()
    {
        using var inbox = new EventQueue();
        var thread = Thread(inbox);
        var old = thread.BeginLife();
        var next = thread.BeginLife();
        old(Halt); // the old node's last line, read while the new one is about to begin
        thread.HearSignals();
        old(Halt);
        next(new Observation.BinaryAhead("v3"));

        Assert.Equal(new Observation.BinaryAhead("v3"), thread.NextSeen());
        Assert.Null(thread.NextSeen());
    }

    private static EventLoop Thread(EventQueue inbox) =>
        new(inbox, new Children(), new SignalRelay(new CollectedLog()), new SystemdNotifier(_ => null, Environment.ProcessId),
            new StateFile("/dev/null/state.json", TimeProvider.System, () => 0));
}
