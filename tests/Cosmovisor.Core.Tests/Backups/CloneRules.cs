using Cosmovisor.Backups;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class CloneRules
{
    private const long Recorded = 1000;

    private static readonly string[] Database = [
        "CURRENT",
        "LOCK",
        "LOG",
        "MANIFEST-000004",
        "000003.log",
        "000005.ldb",
        "000006.ldb",
        "000007.sst",
        "000008.sst",
        "000009.blob",
        "000010.blob"
    ];

    [Theory]
    [InlineData("000005.ldb")]
    [InlineData("000007.sst")]
    [InlineData("000009.blob")]
    public static void ATableThatTheDatabaseHasRecordedMayBeLinked(string name) =>
        Assert.True(CloneRule.MayBeLinked(name, Recorded - 1, Folder(Database)));

    [Theory]
    [InlineData("000006.ldb")]
    [InlineData("000008.sst")]
    [InlineData("000010.blob")]
    public static void TheNewestOfEachKindIsCopied(string name) =>
        Assert.False(CloneRule.MayBeLinked(name, Recorded - 1, Folder(Database)));

    [Fact]
    public static void ATableYoungerThanTheManifestIsCopied() =>
        Assert.False(CloneRule.MayBeLinked("000005.ldb", Recorded + 1, Folder(Database)));

    [Fact]
    public static void ATableAsOldAsTheManifestIsCopiedWhereTimesAreOfWholeSeconds()
    {
        const long Second = 1_000_000_000;

        Assert.False(CloneRule.MayBeLinked("000005.ldb", Second, DatabaseFolder.Of(Database.Select(name => (name, Second)))));
        Assert.True(CloneRule.MayBeLinked("000005.ldb", Second - 1, DatabaseFolder.Of(Database.Select(name => (name, Second - 1)))));
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("LOCK")]
    [InlineData("LOG")]
    [InlineData("LOG.old")]
    [InlineData("MANIFEST-000004")]
    [InlineData("OPTIONS-000012")]
    [InlineData("IDENTITY")]
    [InlineData("000003.log")]
    [InlineData("marker.manifest.000001.MANIFEST-000004")]
    [InlineData("000001.vlog")]
    [InlineData("000001.mem")]
    [InlineData("KEYREGISTRY")]
    [InlineData("DISCARD")]
    [InlineData("wal")]
    [InlineData("wal.000")]
    [InlineData("priv_validator_state.json")]
    [InlineData("upgrade-info.json")]
    [InlineData("indexer.sqlite")]
    [InlineData("indexer.sqlite-wal")]
    [InlineData("0.ldb")]
    [InlineData("backup.ldb")]
    [InlineData("000005.ldb.bak")]
    [InlineData("-00005.ldb")]
    [InlineData("+00005.ldb")]
    [InlineData(" 00005.ldb")]
    [InlineData("99999999999999999999999.ldb")]
    [InlineData(".ldb")]
    [InlineData("")]
    public static void AnythingElseIsCopied(string name) =>
        Assert.False(CloneRule.MayBeLinked(name, Recorded - 1, Folder([.. Database, name])));

    [Theory]
    [InlineData("MANIFEST")]
    [InlineData("MANIFEST-")]
    [InlineData("MANIFEST-000004.bak")]
    [InlineData("manifest-000004")]
    public static void WithoutAManifestOfTheFamilyAllIsCopied(string manifest) =>
        Assert.False(CloneRule.MayBeLinked("000001.sst", 1, Folder([manifest, "KEYREGISTRY", "000001.sst", "000002.sst"])));

    [Fact]
    public static void NothingIsLinkedThatIsNotNamedAsATable() => Gen.Char["0123456789.ldbstoMANIFEST-/ \0é"].Array[0, 14].Select(
        letters => new string(letters)).Sample(name =>
        !CloneRule.MayBeLinked(name, 0, Folder([.. Database, name])) || (name.IndexOf('.', StringComparison.Ordinal) is >= 6 and var dot
            && name[..dot].All(char.IsAsciiDigit) && name[dot..] is ".ldb" or ".sst" or ".blob"));

    [Fact]
    public static void NumbersAreComparedAsNumbers()
    {
        var folder = Folder(["MANIFEST-000004", "999999.ldb", "1000000.ldb"]);

        Assert.True(CloneRule.MayBeLinked("999999.ldb", 1, folder));
        Assert.False(CloneRule.MayBeLinked("1000000.ldb", 1, folder));
    }

    private static DatabaseFolder Folder(string[] names) => DatabaseFolder.Of(names.Select(name => (name, Recorded)));
}
