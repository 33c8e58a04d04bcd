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
        var log = new WarningsToo(file, said, () => said.WriteLine("[###]"));

        log.Info("downloading", ("link", "https://example.org/a"));
        log.Warning("download interrupted, trying again", ("try", 2));

        Assert.Equal("[###]\nWARN  download interrupted, trying again try=2\n", said.ToString());
        Assert.Equal(2, File.ReadAllLines(temporary.Home.Log).Length);
    }
}
