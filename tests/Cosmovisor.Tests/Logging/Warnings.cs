using Cosmovisor.Events;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Logging;

public static class Warnings
{
    [Fact]
    public static void AreReadByWhoeverWaitsTooAndAllTheRestIsNot()
    {
        using var temporary = new TemporaryHome();
        using var said = new StringWriter { NewLine = "\n" };
        using var file = new FileLog(temporary.Home.Log, new StoppedClock());
        var news = new WarningsToo(file, said, () => said.WriteLine("[###]"));

        news.Tell(new Happening.SignalWithoutDaemon("HUP"));
        news.Tell(new Happening.SettingWarning("the variable DAEMON_NMAE means nothing"));

        Assert.Equal("[###]\nWARN  the variable DAEMON_NMAE means nothing\n", said.ToString());
        Assert.Equal(2, File.ReadAllLines(temporary.Home.Log).Length);
    }
}
