using Cosmovisor.Agent.Fleet.Etcd;
using Xunit;

namespace Cosmovisor.Agent.Tests;

public static class WhichHistoryOfEtcd
{
    [Fact]
    public static void IsTheSameWhereTwoAnswersOvertakeEachOther()
    {
        var history = new EtcdHistory();
        history.Seen(1, 100, history.Revision);
        var before = history.Number;
        var (first, second) = (history.Revision, history.Revision);

        history.Seen(1, 102, second);
        history.Seen(1, 101, first);

        Assert.Equal((before, 102), (history.Number, history.Revision));
    }

    [Fact]
    public static void IsAnotherWhereAnAnswerIsOlderThanWhatWasKnownWhenItWasAskedFor()
    {
        var history = new EtcdHistory();
        history.Seen(1, 100, history.Revision);
        var before = history.Number;

        history.Seen(1, 50, history.Revision);

        Assert.Equal((before + 1, 50), (history.Number, history.Revision));
    }

    [Fact]
    public static void IsAnotherInAnotherCluster()
    {
        var history = new EtcdHistory();
        history.Seen(1, 100, history.Revision);
        var before = history.Number;

        history.Seen(2, 200, history.Revision);

        Assert.Equal(before + 1, history.Number);
    }
}
