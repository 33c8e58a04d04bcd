using Cosmovisor.Backups;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class Manifests
{
    private static readonly ManifestHeader Header = new()
    {
        Backup = ManifestText.Version,
        Plan = "v2",
        Height = 100,
        Home = "/home/node",
        Source = "/home/node/data",
        Current = "genesis",
        Taken = new DateTimeOffset(2026, 1, 5, 1, 2, 3, TimeSpan.Zero),
        Mode = "auto",
        Entries = 3,
        Files = 2,
        Bytes = 42,
    };

    [Fact]
    public static void AreReadBackAsTheyWereWritten()
    {
        ManifestEntry[] entries =
        [
            new() { Path = ".", Kind = EntryKind.Folder, Mode = "0700" },
            new()
            {
                Path = "a/\"quoted\"\n.ldb",
                Kind = EntryKind.File,
                Mode = "0644",
                Size = 5,
                Modified = 1_700_000_000_123_456_789,
                Way = CloneWay.HardLink,
                Inode = ulong.MaxValue
            },
            new() { Path = "é", Kind = EntryKind.Symlink, Mode = "0777", Target = "../elsewhere" },
        ];

        Assert.True(ManifestText.ParseHeader(ManifestText.Line(Header)).IsOk(out var header, out _));
        Assert.Equal(Header, header);

        foreach (var entry in entries)
        {
            Assert.DoesNotContain('\n', ManifestText.Line(entry));
            Assert.True(ManifestText.ParseEntry(ManifestText.Line(entry)).IsOk(out var read, out var wrong), wrong);
            Assert.Equal(entry, read);
        }
    }

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("")]
    public static void WhosePathsLeaveTheBackupAreRefused(string path) =>
        Assert.False(ManifestText.ParseEntry(ManifestText.Line(new ManifestEntry { Path = path, Kind = EntryKind.File, Mode = "0644" }))
            .IsOk(out _, out _));

    [Fact]
    public static void SayWhatIsWrongWithThem()
    {
        var file = new ManifestEntry { Path = "a", Kind = EntryKind.File, Mode = "0644" };

        Assert.Equal("the path \"../b\" leaves the backup", Refusal(ManifestText.ParseEntry(ManifestText.Line(file with { SameAs = "../b" }))));
        Assert.Equal("\"a\" has a size below 0", Refusal(ManifestText.ParseEntry(ManifestText.Line(file with { Size = -1 }))));
        Assert.Equal("its first line has a count below 0", Refusal(ManifestText.ParseHeader(ManifestText.Line(Header with { Files = -1 }))));
        Assert.Equal("its first line has a count below 0", Refusal(ManifestText.ParseHeader(ManifestText.Line(Header with { Bytes = -1 }))));
        Assert.Equal("its first line has a count below 0", Refusal(ManifestText.ParseHeader(ManifestText.Line(Header with { Entries = -1 }))));

        static string? Refusal<T>(Parsed<T> parsed) => parsed.IsOk(out _, out var reason) ? null : reason;
    }

    [Theory]
    [InlineData("v2", 100, true)]
    [InlineData("v2", 0, true)] // asked for by hand, by the name alone
    [InlineData("v2", 99, false)]
    [InlineData("v3", 100, false)]
    [InlineData("v3", 0, false)]
    public static void AreOfOneUpgrade(string name, long height, bool isOf)
    {
        Assert.True(UpgradePlan.Create(name, height, "").IsOk(out var plan, out var reason), reason);
        Assert.Equal(isOf, Header.IsOf(plan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0888")]
    [InlineData("rw-r--r--")]
    [InlineData("100644")]
    public static void WhoseModesAreNoneAreRefused(string mode) =>
        Assert.False(ManifestText.ParseEntry(ManifestText.Line(new ManifestEntry { Path = "a", Kind = EntryKind.File, Mode = mode }))
            .IsOk(out _, out _));

    [Fact]
    public static void FromBeforeOwnersWereWrittenDownAreRead()
    {
        Assert.True(ManifestText.ParseEntry("""{"path":"a","kind":"file","size":1,"modified":2,"mode":"0644","way":"copy"}""")
            .IsOk(out var entry, out var wrong), wrong);
        Assert.Equal(((uint?)null, (uint?)null), (entry.User, entry.Group));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"backup":1}""")]
    [InlineData("""{"backup":"one"}""")]
    public static void ThatAreNoManifestsAreRefused(string line)
    {
        Assert.False(ManifestText.ParseHeader(line).IsOk(out _, out _));
        Assert.False(ManifestText.ParseEntry(line).IsOk(out _, out _));
    }

    [Fact]
    public static void OfALaterFormatAreRefusedByName()
    {
        Assert.False(ManifestText.ParseHeader(ManifestText.Line(Header with { Backup = 2 })).IsOk(out _, out var wrong));
        Assert.Contains("format 2", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public static void NoTextWhateverThrows() =>
        Gen.String.Sample(text => Answer.IsWhole(ManifestText.ParseEntry(text))
            && Answer.IsWhole(ManifestText.ParseHeader(text))
            && Answer.IsWhole(RestoreRecord.Parse(text)));

    [Fact]
    public static void ARestoresRecordIsReadBackAsItWasWritten()
    {
        var record = new RestoreRecord
        {
            Backup = "v2",
            Data = "/d",
            Restoring = "/d.restoring",
            Aside = "/d.before-restore",
            Inode = 7,
            Current = "genesis"
        };

        Assert.True(RestoreRecord.Parse(record.ToJson()).IsOk(out var read, out _));
        Assert.Equal(record, read);
    }
}
