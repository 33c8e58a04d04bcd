using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>What of an archive is not written to the disk, and why.</summary>
public static class EntriesThatAreRefused
{
    [Theory]
    [InlineData("a\u202eb", "has a character in its name that cannot be seen")] // turns the direction round
    [InlineData("a\u2028b", "has a character in its name that cannot be seen")]
    [InlineData("C:", "names a drive")]
    [InlineData("c:x", "names a drive")]
    [InlineData("a/..", "leaves the folder (\"..\")")]
    public static void SayWhatIsWrongWithTheirName(string name, string why) =>
        Assert.Equal($"the archive's entry {ForeignText.Quote(name)} {why}", Refusal(name));

    [Theory]
    [InlineData("ab:c/d:e")]
    [InlineData("1:")]
    [InlineData("😀/gaiad")]
    public static void AreNotThoseWithUnusualNames(string name) => Assert.Null(Refusal(name));

    // In code: an attribute cannot hold half a character.
    [Fact]
    public static void HaveHalfACharacterAnywhere() =>
        Assert.EndsWith("has a name that is not UTF-8", Refusal($"gaiad{'\ud800'}"), StringComparison.Ordinal);

    [Fact]
    public static void HaveAPartThatNoFileSystemTakes()
    {
        var most = new string('a', 255);

        Assert.Null(Refusal($"bin/{most}/x"));
        Assert.EndsWith("has a name that is too long", Refusal($"bin/{most}a/x"), StringComparison.Ordinal);
    }

    [Fact]
    public static void HaveAPathOfMoreThan2048Bytes()
    {
        var most = string.Concat(Enumerable.Repeat("abc/", 512));

        Assert.Null(Refusal(most));
        Assert.EndsWith("has a name that is too long", Refusal($"{most}d"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./", "a", "in place of the folder it is unpacked into")]
    [InlineData("a", "", "to nothing")]
    [InlineData("a", "/bin/sh", "to an absolute path")]
    [InlineData("a", "b\\c", "to a name with characters no file name should have")]
    [InlineData("a", "b\u202ec", "to a name with characters no file name should have")]
    [InlineData("a", "../b", "out of the archive")]
    public static void SayWhereALinkWouldLead(string path, string target, string why)
    {
        Assert.True(ArchiveEntryPath.Parse(path).IsOk(out var entry, out _));

        Assert.Equal(
            $"the archive's entry {ForeignText.Quote(entry.Value)} is a link {why}: {ForeignText.Quote(target)}",
            entry.WhatIsWrongWithLink(target));
    }

    [Theory]
    [InlineData("./../libexec/gaiad")]
    [InlineData(".//../libexec/gaiad")]
    [InlineData("..//x/./y")]
    public static void AreNotLinksThatStayInsideInOtherWords(string target)
    {
        Assert.True(ArchiveEntryPath.Parse("bin/gaiad").IsOk(out var entry, out _));

        Assert.Null(entry.WhatIsWrongWithLink(target));
    }

    [Theory]
    [InlineData("425a6831", nameof(ArchiveKind.Bzip2))]
    [InlineData("425a6839", nameof(ArchiveKind.Bzip2))]
    [InlineData("425a6830", nameof(ArchiveKind.None))]
    [InlineData("502a4d18", nameof(ArchiveKind.Zstd))]
    [InlineData("5f2a4d18", nameof(ArchiveKind.Zstd))]
    [InlineData("4f2a4d18", nameof(ArchiveKind.None))]
    [InlineData("602a4d18", nameof(ArchiveKind.None))]
    public static void LieInArchivesOfTheseFirstBytes(string first, string kind) =>
        Assert.Equal(kind, ArchiveKinds.Of(Convert.FromHexString(first)).ToString());

    [Theory]
    [InlineData("__MACOSX", true)]
    [InlineData("__MACOSX/gaiad", true)]
    [InlineData("a//b", false)]
    public static void AreLeftBehindByMacOs(string path, bool isLeftover) => Assert.Equal(isLeftover, MacLeftovers.IsOne(path));

    private static string? Refusal(string name) => ArchiveEntryPath.Parse(name).IsOk(out _, out var reason) ? null : reason;
}
