using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Core.Tests.Backups;

public static class TheBackupAhead
{
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private const long Now = 1_800_000_000 * Second;
    private const long Old = Now - (11 * Minute) + 123_456_789;

    private static readonly FileState File = new(4096, Old, Old, 17, 5);
    private static readonly FileState Copy = new(4096, Old, Now, 900, 6);
    private static readonly AheadNote Note = new("wasm/cache/1", File, 1, Copy, "ab");

    [Theory]
    [InlineData(-11 * Minute, -11 * Minute, true)]
    [InlineData(-10 * Minute, -10 * Minute, true)]
    [InlineData(-9 * Minute, -9 * Minute, false)]
    [InlineData(-11 * Minute, -9 * Minute, false)] // its mode was changed, or its time of writing was set back
    [InlineData(-9 * Minute, -11 * Minute, false)] // cannot be, and is not believed
    [InlineData(-11 * Minute, 1 * Minute, false)] // the clock was set back since
    [InlineData(1 * Minute, -11 * Minute, false)]
    [InlineData(-400 * 24 * 60 * Minute, -60 * Minute, true)] // unpacked from an archive
    public static void CopiesWhatWasNotChangedForTenMinutes(long modified, long changed, bool may) =>
        Assert.Equal(may, MayBeCopied(File with { Modified = Now + modified - 1, Changed = Now + changed - 1 }));

    [Theory]
    [InlineData(0, false)] // ext3, ext4 with inodes of 128 bytes: whole seconds
    [InlineData(10_000_000, false)] // exFAT: hundredths
    [InlineData(100_000_000, false)]
    [InlineData(5_000_000, false)]
    [InlineData(5_000_001, true)]
    [InlineData(999_999_999, true)]
    public static void CopiesNothingWhoseTimeIsKeptCoarsely(long part, bool may) =>
        Assert.Equal(may, MayBeCopied(File with { Changed = Now - (60 * Minute) + part }));

    [Fact]
    public static void CopiesNothingThatIsNotAsItWasSeenASecondAgo() =>
        Assert.False(AheadRule.MayBeCopied(File with { Changed = Old - Minute }, File, Now, AheadRule.Quiet));

    [Fact]
    public static void StandsForTheFileThatWasNotTouched() => Assert.True(AheadRule.MayBeTakenOver(Note, File, Copy));

    public static TheoryData<string> Differences => [.. Touched.Keys];

    [Theory]
    [MemberData(nameof(Differences))]
    public static void StandsForNothingElse(string what)
    {
        var (file, copy) = Touched[what];

        Assert.False(AheadRule.MayBeTakenOver(Note, file, copy));
    }

    [Fact]
    public static void MayHaveGotAnotherName() => Assert.True(AheadRule.MayBeTakenOver(Note, File, Copy with { Changed = Now + Minute }));

    private static bool MayBeCopied(in FileState file) => AheadRule.MayBeCopied(file, file, Now, AheadRule.Quiet);

    private static Dictionary<string, (FileState File, FileState Copy)> Touched => new()
    {
        ["the file grew"] = (File with { Size = 4097, Modified = Now, Changed = Now }, Copy),
        ["the file was written, at the same size"] = (File with { Modified = Now, Changed = Now }, Copy),
        ["the file was written, and its time of writing set back"] = (File with { Changed = Now }, Copy),
        ["the file was written within the same tick of mtime"] = (File with { Changed = Old + 1 }, Copy),
        ["the time of writing alone is another"] = (File with { Modified = Old - 1 }, Copy),
        ["the file was replaced"] = (File with { Inode = 18 }, Copy),
        ["another disk is mounted there"] = (File with { Device = 7 }, Copy),
        ["the copy was cut"] = (File, Copy with { Size = 4095 }),
        ["the copy was written"] = (File, Copy with { Modified = Now }),
        ["the copy was replaced"] = (File, Copy with { Inode = 901 }),
        ["the copy lies on another disk"] = (File, Copy with { Device = 8 }),
        ["nothing is there"] = (default, Copy),
        ["no copy is there"] = (File, default),
    };

    [Theory]
    [InlineData("a", 0, true)]
    [InlineData("a", -4 * Minute, true)] // what is written now still has later times than what was noted
    [InlineData("a", -6 * Minute, false)]
    [InlineData("a", 60 * Minute, true)]
    [InlineData("b", 0, false)] // started anew: the clock may have stood anywhere meanwhile
    public static void ComparesTimesOfOneClockOnly(string boot, long set, bool can) =>
        Assert.Equal(can, AheadRule.CanCompare(new ClockReading("a", Now), new ClockReading(boot, Now + set)));

    [Fact]
    public static void MeasuresTheClockByTheLatestItHasShown()
    {
        var noted = new ClockReading("a", Now).Latest(new ClockReading("a", Now + (60 * Minute)))
            .Latest(new ClockReading("a", Now + Minute));

        Assert.False(AheadRule.CanCompare(noted, new ClockReading("a", Now)));
    }

    [Theory]
    [InlineData(120, true, 600, null, "GiveBack")] // moved far away
    [InlineData(120, true, 200, null, "GiveBack")]
    [InlineData(120, true, 180, null, "Nothing")] // an estimate goes to and fro
    [InlineData(120, true, 121, null, "Nothing")]
    [InlineData(120, true, 120, null, "Copy")]
    [InlineData(120, true, 60, 9, "Nothing")]
    [InlineData(120, true, 60, 10, "Copy")]
    [InlineData(120, true, 1, 10, "Copy")]
    [InlineData(120, true, 0, 10, "Nothing")]
    [InlineData(120, true, -1, 10, "Nothing")]
    [InlineData(120, true, null, null, "Nothing")] // the node does not answer
    [InlineData(120, false, null, null, "GiveBack")] // cancelled
    [InlineData(0, true, 60, null, "GiveBack")] // switched off
    [InlineData(20, true, 15, 1, "Nothing")]
    [InlineData(20, true, 15, 2, "Copy")]
    public static void IsMadeWhenAPlanIsNear(int setting, bool isComing, int? left, int? sinceLast, string step)
    {
        static TimeSpan? Minutes(int? number) => number is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

        Assert.Equal(step, AheadTime.Of(TimeSpan.FromMinutes(setting), isComing, Minutes(left), Minutes(sinceLast)).ToString());
    }

    [Theory]
    [InlineData("there is not enough free space in /b: the backup needs 9 GiB (9663676416 bytes), 1 GiB (1073741824 bytes) are free",
        "there is not enough free space in /b, another program has taken it: what was copied ahead is removed", true)]
    [InlineData("nothing more can be copied ahead: /b/.ahead/17: Input/output error",
        "nothing more can be copied ahead: /b/.ahead/18: Input/output error", true)]
    [InlineData("nothing more can be copied ahead: /b/.ahead/17: Input/output error",
        "nothing more can be copied ahead: /b/.ahead/17: Permission denied", false)]
    public static void ThatFailsAgainIsOfOneCauseWhateverTheFigures(string one, string other, bool isSame) =>
        Assert.Equal(isSame, AheadTime.CauseOf(one) == AheadTime.CauseOf(other));

    [Fact]
    public static void IsReadAsItWasWritten()
    {
        var header = new AheadHeader(AheadNotes.Version, "/home/node/data", new ClockReading("boot", 5));
        var other = Note with { Path = "é\n\"", Trouble = "its owner" };

        Assert.True(AheadNotes.Parse([AheadNotes.Line(
            header), AheadNotes.Line(Note with { Number = 9 }), AheadNotes.Line(other), AheadNotes.Line(Note)]).IsOk(out var notes, out _));

        Assert.Equal(header, notes.First);
        Assert.Equal([Note, other], notes.Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"path\":\"a\"}")]
    [InlineData("[]")]
    public static void IsReadUpToALineThatWasCut(string cut)
    {
        var header = new AheadHeader(AheadNotes.Version, "/d", new ClockReading("boot", 5));

        Assert.True(AheadNotes.Parse([AheadNotes.Line(header), AheadNotes.Line(Note), cut, AheadNotes.Line(Note with { Path = "behind" })])
            .IsOk(out var notes, out _));

        Assert.Equal([Note], notes.Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"version\":2,\"source\":\"/d\",\"clock\":{\"boot\":\"a\",\"offset\":1}}")]
    [InlineData("{\"version\":1,\"clock\":{\"boot\":\"a\",\"offset\":1}}")]
    [InlineData("{\"version\":1,\"source\":\"/d\"}")]
    public static void IsNotBelievedWithoutItsFirstLine(string first) =>
        Assert.False(AheadNotes.Parse([first, AheadNotes.Line(Note)]).IsOk(out _, out _));
}
