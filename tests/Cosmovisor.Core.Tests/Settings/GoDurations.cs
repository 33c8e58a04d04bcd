using Cosmovisor.Settings;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

public static class GoDurations
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("+0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0s", 0)]
    [InlineData("5s", 5_000)]
    [InlineData("+5s", 5_000)]
    [InlineData("-3m", -180_000)]
    [InlineData("300ms", 300)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData(".5s", 500)]
    [InlineData("5.s", 5_000)]
    [InlineData("1m1m", 120_000)]
    [InlineData("1s1h", 3_601_000)]
    [InlineData("1h2m3.004s", 3_723_004)]
    [InlineData("1000us", 1)]
    [InlineData("1000\u00b5s", 1)]
    [InlineData("1000\u03bcs", 1)]
    [InlineData("1000000ns", 1)]
    [InlineData("00015s", 15_000)]
    public static void AreReadAsGoReadsThem(string text, long milliseconds) =>
        Assert.Equal(Parsed.Ok(TimeSpan.FromMilliseconds(milliseconds)), GoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("600")]
    [InlineData("00")]
    [InlineData("1d")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1s ")]
    [InlineData("1S")]
    [InlineData("1H")]
    [InlineData("s")]
    [InlineData(".")]
    [InlineData(".s")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("--1s")]
    [InlineData("1.2.3s")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData("1h-30m")]
    [InlineData("1h30")]
    [InlineData("0x10s")]
    [InlineData("\u0661s")]
    [InlineData("bad")]
    public static void ThatGoRefusesAreRefusedAndQuoted(string text)
    {
        var refused = Assert.IsType<Parsed<TimeSpan>.Invalid>(GoDuration.Parse(text));

        Assert.Equal($"\"{text}\" is not a duration such as 300ms, 15s or 1h30m", refused.Reason);
    }

    [Theory]
    [InlineData("9999999999999h")]
    [InlineData("1000000000h")]
    [InlineData("256204778h256204778h")]
    public static void BeyondAllBoundsAreTooLong(string text) =>
        Assert.Equal(Parsed.Invalid<TimeSpan>($"\"{text}\" is too long a time"), GoDuration.Parse(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(300, "300ms")]
    [InlineData(1_500, "1.5s")]
    [InlineData(15_000, "15s")]
    [InlineData(90_000, "1m30s")]
    [InlineData(3_600_000, "1h0m0s")]
    [InlineData(5_400_000, "1h30m0s")]
    [InlineData(90_000_000, "25h0m0s")]
    [InlineData(-180_000, "-3m0s")]
    public static void AreWrittenAsGoWritesThem(long milliseconds, string text) =>
        Assert.Equal(text, GoDuration.Text(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public static void BelowAMillisecondAreWrittenInMicroseconds() => Assert.Equal("1.5µs", GoDuration.Text(TimeSpan.FromTicks(15)));

    [Fact]
    public static void AreReadAgainAsTheyWereWritten() =>
        Gen.Long[-long.MaxValue, long.MaxValue].Sample(ticks =>
            Assert.Equal(Parsed.Ok(TimeSpan.FromTicks(ticks)), GoDuration.Parse(GoDuration.Text(TimeSpan.FromTicks(ticks)))));

    [Fact]
    public static void NeverThrowWhateverIsWritten() => Gen.String.Sample(text => Answer.IsWhole(GoDuration.Parse(text)));

    [Fact]
    public static void NeverThrowHoweverTheirPartsAreMixed() =>
        Gen.String[Gen.Char["0123456789.hmsnuµ+- "], 0, 40].Sample(text => Answer.IsWhole(GoDuration.Parse(text)));
}
