using Xunit;

namespace Cosmovisor.Logging;

/// <summary>What a mirror, a plan or a hook says is shown, and does nothing to whoever reads it.</summary>
public static class TextFromOutside
{
    [Theory]
    [InlineData("plain words, ünïcode \U0001F680", "plain words, ünïcode \U0001F680")]
    [InlineData("\u001b[2J\u001b]0;title\a", "\\x1b[2J\\x1b]0;title\\x07")]
    [InlineData("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("\u202egnp.exe\u2066\u2069\u200f", "\\u202egnp.exe\\u2066\\u2069\\u200f")]
    [InlineData("\u0085\u009b31m", "\\x85\\x9b31m")]
    public static void StaysOneLineAndMovesNoCursor(string text, string shown) => Assert.Equal(shown, SafeText.OneLine(text));

    [Fact]
    public static void KeepsTheLinesOfOurOwnWords() => Assert.Equal("one\n\ttwo\\x1b[K\\r\n", SafeText.Lines("one\n\ttwo\u001b[K\r\n"));

    [Theory]
    [InlineData("no link at all", "no link at all")]
    [InlineData("see https://host/path", "see https://host/path")]
    [InlineData("https://user:pass@host/path", "https://***@host/path")]
    [InlineData("(https://token@host)", "(https://***@host)")]
    [InlineData("https://u:p@ss@host/x", "https://***@host/x")]
    [InlineData("https://host/x?token=abc&checksum=sha256:00ff&archive=zip", "https://host/x?token=***&checksum=sha256:00ff&archive=zip")]
    [InlineData("https://host/x?secret", "https://host/x?***")]
    [InlineData("https://host/x?checksum=file:https://u:p@other/list?key=1", "https://host/x?checksum=***")]
    [InlineData(
        "{\"any\":\"https://a:b@h/x?k=v\",\"b\":\"http://h/y?k=v\"}", "{\"any\":\"https://***@h/x?k=***\",\"b\":\"http://h/y?k=***\"}")]
    [InlineData("https://host/a@b?x=1, and more?no=secret", "https://host/a@b?x=***, and more?no=secret")]
    [InlineData("://", "://")]
    public static void ShowsNoSecretOfALink(string text, string shown) => Assert.Equal(shown, LinkSecrets.Hide(text));
}
