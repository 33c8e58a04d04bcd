using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class ArchiveEntryPaths
{
    [Theory]
    [InlineData("bin/gaiad", "bin/gaiad")]
    [InlineData("./bin//gaiad", "bin/gaiad")]
    [InlineData("bin/", "bin")]
    [InlineData("./", "")]
    [InlineData("..gaiad/...", "..gaiad/...")]
    [InlineData("é/日本", "é/日本")]
    public static void InsideAreTaken(string name, string path)
    {
        Assert.True(ArchiveEntryPath.Parse(name).IsOk(out var entry, out var reason), reason);
        Assert.Equal(path, entry.Value);
    }

    [Theory]
    [InlineData("", "no name")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("../x", "leaves the folder")]
    [InlineData("a/../../x", "leaves the folder")]
    [InlineData("a/..", "leaves the folder")]
    [InlineData("..", "leaves the folder")]
    [InlineData("..\\x", "backslash")]
    [InlineData("C:/x", "drive")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\0b", "control character")]
    [InlineData("\ufffd", "not UTF-8")]
    [InlineData("\ud800", "not UTF-8")]
    public static void ThatLeaveOrCannotBeWrittenAreRefused(string name, string because)
    {
        Assert.False(ArchiveEntryPath.Parse(name).IsOk(out _, out var reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void TooLongForAFileSystemAreRefused()
    {
        Assert.False(ArchiveEntryPath.Parse(new string('é', 130)).IsOk(out _, out _));
        Assert.False(ArchiveEntryPath.Parse(string.Join('/', Enumerable.Repeat("abc", 1000))).IsOk(out _, out _));
    }

    [Theory]
    [InlineData("lib/libx.so", "libx.so.1", true)]
    [InlineData("bin/gaiad", "../libexec/gaiad", true)]
    [InlineData("bin/gaiad", "../../gaiad", false)]
    [InlineData("gaiad", "../gaiad", false)]
    [InlineData("a/b", "c/../../../x", false)]
    [InlineData("a/b", "../../a/x", false)]
    [InlineData("l", "x/../y", false)] // with "x" a link to ".", this would be the folder above
    [InlineData("a", "/bin/sh", false)]
    [InlineData("a", "", false)]
    [InlineData(".", "c", false)] // the folder itself
    [InlineData("a", "x\ny", false)]
    public static void MayBeLinksThatStayInside(string path, string target, bool isFine)
    {
        Assert.True(ArchiveEntryPath.Parse(path).IsOk(out var entry, out _));
        Assert.Equal(isFine, entry.WhatIsWrongWithLink(target) is null);
    }

    [Fact]
    public static void NeverLeaveTheFolderWhateverIsInThem() =>
        Gen.OneOf<string>(Gen.String, Gen.OneOf("..", ".", "/", "\\", "a", "bin", "~", "\0", "\ud800", " ")).Array[0, 12].Sample(parts =>
        {
            if (!ArchiveEntryPath.Parse(string.Concat(parts)).IsOk(out var entry, out var reason))
            {
                return reason.Length > 0 && !reason.Any(char.IsControl);
            }

            var full = Path.GetFullPath(Path.Join("/stage", entry!.Value));
            return full == "/stage" || full == "/stage/" || (full.StartsWith("/stage/", StringComparison.Ordinal)
                && full == $"/stage/{entry.Value}");
        });

    [Fact]
    public static void NeverLinkOutOfTheFolderWhateverIsInThem() =>
        Gen.OneOf("..", ".", "/", "a", "b/", "../").Array[0, 12].Sample(parts =>
        {
            var target = string.Concat(parts);
            var isFine = ArchiveEntryPath.Parse("bin/deep/gaiad").IsOk(out var entry, out _) && entry!.WhatIsWrongWithLink(target) is null;
            return !isFine || Path.GetFullPath(Path.Join("/stage/bin/deep", target)).StartsWith("/stage", StringComparison.Ordinal);
        });
}
