using System.Text;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

public static class HaltHeightArguments
{
    [Theory]
    [InlineData("start", null)]
    [InlineData("start --halt-height 7", 7L)]
    [InlineData("start --halt-height=7", 7L)]
    [InlineData("start --halt-height 7 --halt-height 9", 9L)]
    [InlineData("start --halt-height soon", -1L)]
    [InlineData("start --halt-height=", -1L)]
    [InlineData("start --halt-height 0", 0L)]
    [InlineData("start --halt-heights 7", null)]
    [InlineData("start -- --halt-height 7", null)]
    [InlineData("start --halt-height", null)]
    public static void AreReadAsTheDaemonReadsThem(string arguments, long? height) =>
        Assert.Equal(height, DaemonArguments.HaltHeight(arguments.Split(' ')));

    [Theory]
    [InlineData("start", null)]
    [InlineData("start --log_level error", "error")]
    [InlineData("start --log_level=Error", "Error")]
    [InlineData("start --log-level none", "none")]
    [InlineData("start --log_level error --log-level info", null)]
    [InlineData("start --log_level state:info,*:error", null)]
    [InlineData("start -- --log_level error", null)]
    public static void ComeWithALogLevelThatMayHideTheHalt(string arguments, string? level) =>
        Assert.Equal(level, DaemonArguments.LevelThatHidesTheHalt(arguments.Split(' ')));

    [Theory]
    [InlineData("start", "start --halt-height 7")]
    [InlineData("start --home /x", "start --home /x --halt-height 7")]
    [InlineData("start -- --x", "start --halt-height 7 -- --x")]
    public static void AreAddedWhereAFlagIsAFlag(string arguments, string expected) =>
        Assert.Equal(
            expected.Split(' '),
            DaemonArguments.WithHaltHeight([.. arguments.Split(' ').Select(Encoding.UTF8.GetBytes)], 7).Select(Encoding.UTF8.GetString));
}
