using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class DaemonEnds
{
    [Fact]
    public static void ByCodeAndBySignalAreToldApartThoughTheNumberIsTheSame()
    {
        var exited = new DaemonEnd.Exited(137);
        var killed = new DaemonEnd.Killed(9);

        Assert.Equal(exited.ExitCode, killed.ExitCode);
        Assert.Equal("ended with code 137", exited.ToString());
        Assert.Equal("was killed by signal 9 (KILL)", killed.ToString());
    }

    [Fact]
    public static void ByASignalWithoutANameAreToldByItsNumber() =>
        Assert.Equal("was killed by signal 40 (40)", new DaemonEnd.Killed(40).ToString());
}
