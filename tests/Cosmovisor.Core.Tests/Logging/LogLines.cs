using Cosmovisor.Logging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Logging;

public static class LogLines
{
    private static readonly DateTimeOffset Noon = new(2024, 2, 29, 14, 0, 0, 7, TimeSpan.FromHours(2));

    [Fact]
    public static void SayWhenHowGraveWhatAndTheFacts() =>
        Assert.Equal(
            "2024-02-29T12:00:00.007Z INFO  upgrade done plan=v2 height=100 from=genesis",
            LogText.Line(Noon, LogLevel.Info, "upgrade done", ("plan", "v2"), ("height", 100L), ("from", "genesis")));

    [Fact]
    public static void HaveNoTimeAndNoBlankInItsPlaceWhenThatIsWanted() =>
        Assert.Equal("WARN  x plan=v2", LogText.Line("", isColoured: false, LogLevel.Warning, "x", ("plan", "v2")));

    [Theory]
    [InlineData("3:04PM", "\e[90m3:04PM\e[0m \e[32mINFO \e[0m done \e[36mplan=\e[0m\"a b\"")]
    [InlineData("", "\e[32mINFO \e[0m done \e[36mplan=\e[0m\"a b\"")]
    public static void MayBeColouredAndNeverByWhatTheyTell(string time, string written) =>
        Assert.Equal(written, LogText.Line(time, isColoured: true, LogLevel.Info, "done", ("plan", "a b")));

    [Theory]
    [InlineData(nameof(LogLevel.Debug), "<7>", "DEBUG", "\e[90m")]
    [InlineData(nameof(LogLevel.Info), "<6>", "INFO ", "\e[32m")]
    [InlineData(nameof(LogLevel.Warning), "<4>", "WARN ", "\e[33m")]
    [InlineData(nameof(LogLevel.Error), "<3>", "ERROR", "\e[1;31m")]
    public static void SayHowGraveTheyAreToAReaderASyslogAndATerminal(string name, string prefix, string word, string colour)
    {
        var level = Enum.Parse<LogLevel>(name);

        Assert.Equal(prefix, SyslogPriority.Prefix(level));
        Assert.Equal($"{word} x", LogText.Line("", isColoured: false, level, "x"));
        Assert.Equal($"{colour}{word}\e[0m x", LogText.Line("", isColoured: true, level, "x"));
    }

    [Fact]
    public static void HaveTimesThatAreTheSameOnceTheyWereRead() => Assert.Equal(
        Noon, TimeFormat.Milliseconds(Noon.AddTicks(TimeSpan.TicksPerMillisecond - 1)));

    [Fact]
    public static void AreTheSameWithoutTheirColours() =>
        Assert.Equal(
            LogText.Line("now", isColoured: false, LogLevel.Error, "it \e[31m failed", ("plan", "v2"), ("none", null), ("height", 5)),
            System.Text.RegularExpressions.Regex.Replace(
                LogText.Line("now", isColoured: true, LogLevel.Error, "it \e[31m failed", ("plan", "v2"), ("none", null), ("height", 5)),
                @"\e\[[0-9;]*m",
                ""));

    [Theory]
    [InlineData(LogLevel.Debug, "DEBUG x")]
    [InlineData(LogLevel.Info, "INFO  x")]
    [InlineData(LogLevel.Warning, "WARN  x")]
    [InlineData(LogLevel.Error, "ERROR x")]
    internal static void NameTheirLevelInFiveLetters(LogLevel level, string end) =>
        Assert.EndsWith(end, LogText.Line(Noon, level, "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("back\\slash", "\"back\\\\slash\"")]
    [InlineData("x/token", "x/token")]
    [InlineData("é", "é")]
    public static void QuoteAValueThatCouldLookLikeTwo(string value, string written) =>
        Assert.EndsWith($" plan={written}", LogText.Line(Noon, LogLevel.Info, "x", ("plan", value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("v2\n2024-02-29T12:00:00.007Z INFO  upgrade done", "\"v2\\n2024-02-29T12:00:00.007Z INFO  upgrade done\"")]
    [InlineData("a\r\nb", "\"a\\r\\nb\"")]
    [InlineData("a\tb", "\"a\\tb\"")]
    [InlineData("\u001b[31mred\u0085", "\"\\x1b[31mred\\x85\"")]
    public static void CannotBeForgedByAValue(string value, string written) =>
        Assert.EndsWith($" info={written}", LogText.Line(Noon, LogLevel.Info, "x", ("info", value)), StringComparison.Ordinal);

    [Fact]
    public static void CannotBeForgedByTheirText() =>
        Assert.EndsWith(" a\\nb", LogText.Line(Noon, LogLevel.Error, "a\nb"), StringComparison.Ordinal);

    [Fact]
    public static void AreOneLineWhateverIsWritten() =>
        Gen.Select(Gen.String, Gen.String).Sample((text, value) =>
        {
            var line = LogText.Line(Noon, LogLevel.Info, text, ("v", value));
            Assert.DoesNotContain(line, char.IsControl);
        });

    [Theory]
    [InlineData(1.5, "1.5ms")]
    [InlineData(0, "0ms")]
    [InlineData(0.0123, "0.01ms")]
    [InlineData(9.994, "9.99ms")]
    [InlineData(9.996, "10ms")]
    [InlineData(37.26, "37.3ms")]
    [InlineData(412.4, "412ms")]
    [InlineData(999.6, "1s")]
    [InlineData(1_234, "1.23s")]
    [InlineData(37_247.502, "37.2s")]
    [InlineData(59_960, "1m")]
    [InlineData(90_000, "1m30s")]
    [InlineData(3_599_600, "1h")]
    [InlineData(93_900_000, "26h5m")]
    [InlineData(-1_500, "-1.5s")]
    public static void WriteDurationsForPeople(double milliseconds, string written) =>
        Assert.EndsWith($" took={written}", LogText.Line(Noon, LogLevel.Info, "x", ("took", TimeSpan.FromMilliseconds(milliseconds))),
            StringComparison.Ordinal);

    [Fact]
    public static void LeaveOutWhatIsNotKnown() =>
        Assert.EndsWith(" x pid=5", LogText.Line(Noon, LogLevel.Info, "x", ("downtime", null), ("pid", 5)), StringComparison.Ordinal);
}
