using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>A file of a unit's <c>EnvironmentFile=</c>, as systemd reads it. Compared with the reader of systemd 252.</summary>
public static class EnvironmentFiles
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A=b\n", "b")]
    [InlineData("  A = b c \t\n", "b c")]
    [InlineData("A=1\nA=2", "2")]
    [InlineData("A=", "")]
    [InlineData("A", null)]
    [InlineData("#A=b", null)]
    [InlineData(" ;A=b", null)]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=b # c", "b # c")]
    [InlineData("export A=b", null)]
    [InlineData("1A=b", null)]
    [InlineData("A=$HOME/x", "$HOME/x")]
    [InlineData("A=\"b  c \"", "b  c ")]
    [InlineData("A='b \" c'", "b \" c")]
    [InlineData("A=\"b\"'c' d", "bcd")]
    [InlineData("A=b\"c\"", "b\"c\"")]
    [InlineData("A=\"b\\\"c\\d\\$\"", "b\"c\\d$")]
    [InlineData("A='b\\c'", "b\\c")]
    [InlineData("A=b\\ \n", "b ")]
    [InlineData("A=b\\\nc", "bc")]
    [InlineData("A=\"b\nc\"", "b\nc")]
    [InlineData("A=\"b", "b")]
    [InlineData("A='b", "b")]
    [InlineData("A=b\\", "b")]
    [InlineData("A=b\r\n", "b")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A=\u0001", null)]
    [InlineData("\ufeffA=b", null)]
    public static void AreReadAsSystemdReadsThem(string text, string? expected) =>
        Assert.Equal(expected, Cosmovisor.Settings.EnvironmentFile.Parse(text).GetValueOrDefault("A"));

    [Fact]
    public static void KeepWhateverIsPutBetweenQuotes() =>
        Gen.String[Gen.Char[' ', '~']].Sample(value =>
        {
            var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            return Cosmovisor.Settings.EnvironmentFile.Parse($"# before\nB=1\nA=\"{quoted}\"\nC=2\n") is { Count: 3 } all && all["A"] == value;
        });
}
