using Xunit;

namespace Cosmovisor.Tests;

public static class TextsOfStrangers
{
    [Theory]
    [InlineData("gaiad v2", "gaiad v2")]
    [InlineData("Ünïcödé 日本 🚀", "Ünïcödé 日本 🚀")]
    [InlineData("a\nb\r\tc", "a\\nb\\r\\tc")]
    [InlineData("\u001b[2J\u0007\u009b31m\u007f", "\\x1b[2J\\x07\\x9b31m\\x7f")]
    [InlineData("a\u2028b\u2029c\u0085d", "a\\u2028b\\u2029c\\x85d")]
    [InlineData("txt.\u202eexe\u2066", "txt.\\u202eexe\\u2066")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    [InlineData("", "")]
    public static void AreShownOnOneLineWithoutAnythingATerminalObeys(string text, string shown)
    {
        Assert.Equal(shown, ForeignText.Printable(text));
        Assert.Equal($"\"{shown}\"", ForeignText.Quote(text));
    }

    [Fact]
    public static void ThatHoldHalfACharacterShowItsNumber() =>
        Assert.Equal("half \\ud800 of it \\udc00", ForeignText.Printable("half \ud800 of it \udc00"));

    [Fact]
    public static void AreCutWhenTheyAreLong() => Assert.Equal("xxxxx…", ForeignText.Printable(new string('x', 1_000_000), longest: 5));
}
