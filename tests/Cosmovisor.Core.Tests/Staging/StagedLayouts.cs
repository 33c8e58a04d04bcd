using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>In the samples a trailing slash marks a folder, a star an execute bit, an at sign a link.</summary>
public static class StagedLayouts
{
    [Theory]
    [InlineData("bin/,bin/gaiad*,lib/libx.so", "", "bin/gaiad")]
    [InlineData("gaiad*,README.md", "", "gaiad")]
    [InlineData("gaiad-v2/,gaiad-v2/bin/gaiad*,gaiad-v2/LICENSE", "gaiad-v2", "bin/gaiad")]
    [InlineData("gaiad-v2/gaiad", "gaiad-v2", "gaiad")]
    [InlineData("gaiad/,gaiad/gaiad*", "gaiad", "gaiad")]
    [InlineData("gaiad-v2-linux-amd64*,LICENSE,README", "", "gaiad-v2-linux-amd64")]
    [InlineData("dist/gaiad-v2*,dist/README", "dist", "gaiad-v2")]
    [InlineData("anything", "", "anything")]
    [InlineData("bin/gaiad@,bin/gaiad-v2*", "", "bin/gaiad")]
    [InlineData("bin/gaiad*,gaiad*", "", "bin/gaiad")]
    [InlineData("x/bin/other*", "x", "bin/other")]
    public static void AreRecognised(string entries, string top, string binary)
    {
        Assert.True(StagedLayout.Find(Entries(entries), "gaiad").IsOk(out var layout, out var reason), reason);
        Assert.Equal(new StagedLayout(top, binary), layout);
    }

    [Theory]
    [InlineData("", "holds no gaiad", "no file at all")]
    [InlineData("a/,b/", "holds no gaiad", "no file at all")]
    [InlineData("a*,b*", "holds no gaiad", "a, b")]
    [InlineData("a,b", "holds no gaiad", "a, b")]
    [InlineData("a/b/gaiad*,c,d*", "holds no gaiad", "a/b/gaiad, c, d")]
    [InlineData("1*,2*,3,4,5,6,7,8,9", "1, 2, 3, 4, 5, 6, 7, 8 and more", "accepted are bin/gaiad")]
    [InlineData("bin/gaiad/,x*,y*", "folder where the binary should be", "bin/gaiad")]
    public static void WithoutADaemonAreRefused(string entries, string because, string andWhy)
    {
        Assert.False(StagedLayout.Find(Entries(entries), "gaiad").IsOk(out _, out var reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
        Assert.Contains(andWhy, reason, StringComparison.Ordinal);
    }

    private static List<StagedEntry> Entries(string entries) => [.. entries.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(e => new StagedEntry(
        e.TrimEnd('/', '*', '@'),
        e[^1] switch { '/' => StagedEntryKind.Folder, '@' => StagedEntryKind.Link, _ => StagedEntryKind.File },
        e[^1] == '*'))];
}
