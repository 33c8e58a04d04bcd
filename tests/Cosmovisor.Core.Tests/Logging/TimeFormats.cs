using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Logging;

/// <summary>Go's layouts, by the names the SDK's cosmovisor has for them. Worked out from the constants of Go's package time.</summary>
public static class TimeFormats
{
    private static readonly DateTimeOffset Afternoon = new DateTimeOffset(2024, 2, 9, 15, 4, 5, TimeSpan.FromHours(1)).AddTicks(70_010_000);
    private static readonly DateTimeOffset Midnight = new(2031, 12, 31, 0, 30, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2009, 7, 1, 12, 0, 0, new TimeSpan(-9, -30, 0)).AddTicks(1_234_567);
    private static readonly DateTimeOffset Morning = new DateTimeOffset(1999, 11, 20, 9, 8, 7, new TimeSpan(5, 45, 0)).AddTicks(5_000_000);

    [Theory]
    [InlineData("layout", "02/09 03:04:12PM '24 +0100")]
    [InlineData("ansic", "Fri Feb  9 15:04:12 2024")]
    [InlineData("unixdate", "Fri Feb  9 15:04:12 CET 2024")]
    [InlineData("rubydate", "Fri Feb 09 15:04:12 +0100 2024")]
    [InlineData("rfc822", "09 Feb 24 15:04 CET")]
    [InlineData("rfc822z", "09 Feb 24 15:04 +0100")]
    [InlineData("rfc850", "Friday, 09-Feb-24 15:04:12 CET")]
    [InlineData("rfc1123", "Fri, 09 Feb 2024 15:04:12 CET")]
    [InlineData("rfc1123z", "Fri, 09 Feb 2024 15:04:12 +0100")]
    [InlineData("rfc3339", "2024-02-09T15:04:12+01:00")]
    [InlineData("rfc3339nano", "2024-02-09T15:04:12.001+01:00")]
    [InlineData("kitchen", "3:04PM")]
    [InlineData("rfc3339milli", "2024-02-09T14:04:12.001Z")]
    [InlineData("", "")]
    public static void WriteAnAfternoonInWinter(string name, string written) => Assert.Equal(written, Format(name).Text(Afternoon, "CET"));

    [Theory]
    [InlineData("layout", "12/31 12:30:59AM '31 +0000")]
    [InlineData("ansic", "Wed Dec 31 00:30:59 2031")]
    [InlineData("unixdate", "Wed Dec 31 00:30:59 UTC 2031")]
    [InlineData("rubydate", "Wed Dec 31 00:30:59 +0000 2031")]
    [InlineData("rfc822", "31 Dec 31 00:30 UTC")]
    [InlineData("rfc822z", "31 Dec 31 00:30 +0000")]
    [InlineData("rfc850", "Wednesday, 31-Dec-31 00:30:59 UTC")]
    [InlineData("rfc1123", "Wed, 31 Dec 2031 00:30:59 UTC")]
    [InlineData("rfc1123z", "Wed, 31 Dec 2031 00:30:59 +0000")]
    [InlineData("rfc3339", "2031-12-31T00:30:59Z")]
    [InlineData("rfc3339nano", "2031-12-31T00:30:59Z")]
    [InlineData("kitchen", "12:30AM")]
    [InlineData("rfc3339milli", "2031-12-31T00:30:59.000Z")]
    public static void WriteHalfPastMidnight(string name, string written) => Assert.Equal(written, Format(name).Text(Midnight, "UTC"));

    [Theory]
    [InlineData("layout", "07/01 12:00:00PM '09 -0930")]
    [InlineData("ansic", "Wed Jul  1 12:00:00 2009")]
    [InlineData("unixdate", "Wed Jul  1 12:00:00 -0930 2009")]
    [InlineData("rubydate", "Wed Jul 01 12:00:00 -0930 2009")]
    [InlineData("rfc822", "01 Jul 09 12:00 -0930")]
    [InlineData("rfc850", "Wednesday, 01-Jul-09 12:00:00 -0930")]
    [InlineData("rfc3339", "2009-07-01T12:00:00-09:30")]
    [InlineData("rfc3339nano", "2009-07-01T12:00:00.1234567-09:30")]
    [InlineData("kitchen", "12:00PM")]
    public static void WriteNoonInAZoneOfHalfHoursWithoutAName(string name, string written) =>
        Assert.Equal(written, Format(name).Text(Noon, "-0930"));

    [Theory]
    [InlineData("ansic", "Sat Nov 20 09:08:07 1999")]
    [InlineData("rfc3339", "1999-11-20T09:08:07+05:45")]
    [InlineData("rfc3339nano", "1999-11-20T09:08:07.5+05:45")]
    [InlineData("kitchen", "9:08AM")]
    public static void WriteAMorning(string name, string written) => Assert.Equal(written, Format(name).Text(Morning, "+0545"));

    [Theory]
    [InlineData("Kitchen")]
    [InlineData("15:04")]
    [InlineData("wrong")]
    public static void OfNoKnownNameAreRefusedWithTheList(string name) =>
        Assert.Equal(
            Parsed.Invalid<TimeFormat>(
                $"must be one of layout, ansic, unixdate, rubydate, rfc822, rfc822z, rfc850, rfc1123, rfc1123z, rfc3339, rfc3339nano, kitchen, rfc3339milli, or empty for no time, not \"{name}\""),
            TimeFormat.Parse(name));

    [Theory]
    [InlineData("kitchen", true)]
    [InlineData("rfc3339", true)]
    [InlineData("rfc3339milli", false)]
    [InlineData("", false)]
    public static void AreLocalIfTheyAreGos(string name, bool isLocal) => Assert.Equal(isLocal, Format(name).IsLocal);

    private static TimeFormat Format(string name) => Assert.IsType<Parsed<TimeFormat>.Ok>(TimeFormat.Parse(name)).Value;
}
