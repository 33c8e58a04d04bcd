using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Linux;

/// <summary>What is written before a moment and what is written after it are told apart by the times of the files.</summary>
public static class TimesOfFiles
{
    private const string WhereNoFileCanBeMade = "/proc";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void TellWhatWasWrittenBeforeFromWhatWasWrittenAfter(bool folderCanBeWritten)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the clock of files is Linux's");
        using var home = new TemporaryHome();
        var (before, after) = (home.In("before"), home.In("after"));

        for (var round = 0; round < 100; round++)
        {
            File.WriteAllText(before, "");
            var moment = DateTimeOffset.UtcNow;
            FileClock.AwaitTimeAfter(moment, folderCanBeWritten ? home.Home.Path : WhereNoFileCanBeMade);
            File.WriteAllText(after, "");

            Assert.True(File.GetLastWriteTimeUtc(before) <= moment, $"round {round}: what was written before is as young as the moment");
            Assert.True(File.GetLastWriteTimeUtc(after) > moment, $"round {round}: what was written after is as old as the moment");
        }
    }

    [Fact]
    public static void AreNotWaitedForWhereTheClockWasSetBack() =>
        FileClock.AwaitTimeAfter(DateTimeOffset.UtcNow.AddDays(1), WhereNoFileCanBeMade);

    [Fact]
    public static void LeaveNothingBehindWhereTheyAreMovedOn()
    {
        using var home = new TemporaryHome();
        var before = Directory.GetLastWriteTimeUtc(home.Home.Path);

        FileClock.AwaitTimeAfter(DateTimeOffset.UtcNow, home.Home.Path);

        Assert.Equal(before, Directory.GetLastWriteTimeUtc(home.Home.Path));
    }
}
