using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>COSMOVISOR_TIMEFORMAT_LOGS and COSMOVISOR_COLOR_LOGS, in the sdk contract.</summary>
public static class TheLogAsTheOperatorWantsIt
{
    private static bool HasZones => File.Exists("/usr/share/zoneinfo/Europe/Berlin");

    [Theory]
    [InlineData("layout", @"\d\d/\d\d \d\d:\d\d:\d\d[AP]M '\d\d [+]0545")]
    [InlineData("ansic", @"[MTWFS][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")]
    [InlineData("unixdate", @"[MTWFS][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [+]0545 \d{4}")]
    [InlineData("rubydate", @"[MTWFS][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [+]0545 \d{4}")]
    [InlineData("rfc822", @"\d\d [A-Z][a-z]{2} \d\d \d\d:\d\d [+]0545")]
    [InlineData("rfc822z", @"\d\d [A-Z][a-z]{2} \d\d \d\d:\d\d [+]0545")]
    [InlineData("rfc850", @"[MTWFS][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d [+]0545")]
    [InlineData("rfc1123", @"[MTWFS][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+]0545")]
    [InlineData("rfc1123z", @"[MTWFS][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+]0545")]
    [InlineData("rfc3339", @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]05:45")]
    [InlineData("rfc3339nano", @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+]05:45")]
    [InlineData("kitchen", @"\d?\d:\d\d[AP]M")]
    [InlineData("rfc3339milli", @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    public static void TellsTheTimeInEveryLine(string format, string time)
    {
        Assert.SkipUnless(HasZones, "needs the list of time zones (tzdata)");
        using var home = new NodeHome().Install("genesis", "true").Set("COSMOVISOR_TIMEFORMAT_LOGS", format).Set("TZ", "Asia/Kathmandu");

        var lines = home.Run("run", "start").Error.TrimEnd('\n').Split('\n');

        // The zone has an abbreviation in older lists of zones, and a number in newer ones.
        Assert.All(lines,
            line => Assert.Matches($"^{time.Replace("[+]0545", "(NPT|[+]0545)", StringComparison.Ordinal)} INFO  [a-z]", line));
    }

    [Fact]
    public static void TellsNoTimeWhenItIsSetAndEmpty()
    {
        using var home = new NodeHome().Install("genesis", "true").Set("COSMOVISOR_TIMEFORMAT_LOGS", "");

        Assert.StartsWith("INFO  supervisor started ", home.Run("run", "start").Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void NamesTheZoneOfSummerAndWinter()
    {
        Assert.SkipUnless(HasZones, "needs the list of time zones (tzdata)");
        using var home = new NodeHome().Install("genesis", "true").Set("COSMOVISOR_TIMEFORMAT_LOGS", "rfc1123").Set("TZ", "Europe/Berlin");

        Assert.Matches(" (CET|CEST) INFO ", home.Run("run", "start").Error);
        Assert.Contains(" UTC INFO ", home.Set("TZ", "UTC").Run("run", "start").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTC", "UTC")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Zulu", "UTC")]
    [InlineData("UCT", "UTC")]
    [InlineData("", "UTC")]
    [InlineData("GMT", "GMT")]
    [InlineData("Africa/Abidjan", "GMT")]
    [InlineData("America/Sao_Paulo", "-03")]
    [InlineData("Asia/Kolkata", "IST")]
    [InlineData("America/New_York", "E[SD]T")]
    public static void NamesEveryZoneByItsAbbreviation(string zone, string abbreviation)
    {
        Assert.SkipUnless(HasZones, "needs the list of time zones (tzdata)");
        using var home = new NodeHome().Install("genesis", "true").Set("COSMOVISOR_TIMEFORMAT_LOGS", "rfc822").Set("TZ", zone);

        Assert.Matches($"^\\d\\d [A-Z][a-z]{{2}} \\d\\d \\d\\d:\\d\\d {abbreviation} INFO ", home.Run("run", "start").Error);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public static void IsColouredOnATerminal(string setting, bool isColoured)
    {
        using var home = new NodeHome().Install("genesis", "true").Set("COSMOVISOR_COLOR_LOGS", setting);
        using var terminal = new PseudoTerminal(home).Type("\"$EXE\" run start; echo code=$?\n").Await("code=0");

        Assert.Equal(isColoured, terminal.Screen.Contains("\e[32mINFO \e[0m daemon started", StringComparison.Ordinal));
        Assert.Equal(!isColoured, terminal.Screen.Contains("Z INFO  daemon started", StringComparison.Ordinal));
    }

    [Fact]
    public static void IsNeverColouredInAFileOrPipe()
    {
        using var home = new NodeHome().Install("genesis", "true").Set("COSMOVISOR_COLOR_LOGS", "true");

        Assert.DoesNotContain('\e', home.Run("run", "start").Error);
    }

    [Fact]
    public static void InTheClassicContractIsForComparingAndStaysAsItIs()
    {
        using var home =
            new NodeHome().Install("genesis", "true").Set("COSMOVISOR_TIMEFORMAT_LOGS", "kitchen").Set("COSMOVISOR_COLOR_LOGS", "true");

        _ = home.Run("start");

        Assert.True(Regex.IsMatch(home.Log, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO  supervisor started "), home.Log);
    }
}
