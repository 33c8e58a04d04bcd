using System.Diagnostics;
using Cosmovisor.Detection;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The chain's plan file in real folders, however it comes to be there.</summary>
public static class PlanFileWatchers
{
    private const string Polled = "the plan file is polled";

    [Fact]
    public static void TellOfAFileThatIsCreated()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();

        watched.Write("v2");

        Assert.Equal("v2", watched.Next());
    }

    [Fact]
    public static void TellOfAFileThatIsRenamedIntoPlace()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();
        File.WriteAllText(watched.In("next"), WatchedPlanFile.Json("v2"));

        File.Move(watched.In("next"), watched.File);

        Assert.Equal("v2", watched.Next());
    }

    [Fact]
    public static void TellOfEachWritingOfTheSameFile()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();

        foreach (var name in (string[])["v2", "v3", "v4"])
        {
            watched.Write(name);

            Assert.Equal(name, watched.Next());
        }
    }

    [Fact]
    public static void TellOfAFileThatIsDeletedAndMadeAnew()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();
        watched.Write("v2");
        Assert.Equal("v2", watched.Next());

        File.Delete(watched.File);
        watched.Write("v2");

        Assert.Equal("v2", watched.Next());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"5\"")]
    public static void TakeTheHeightAsANumberOrAsText(string height)
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();

        watched.Write("v2", height);

        Assert.Equal("v2", watched.Next());
    }

    [Fact]
    public static void WaitForAFileThatIsHalfWritten()
    {
        using var watched = new WatchedPlanFile().WithData();
        var watcher = watched.Start();
        var whole = WatchedPlanFile.Json("v2");

        foreach (var length in (int[])[0, 1, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllText(watched.File, whole[..length]);
            watcher.End();
        }

        File.WriteAllText(watched.File, whole);
        Assert.Equal("v2", watched.Next());
    }

    [Fact]
    public static void SayNothingOfAFileThatLayThereBefore()
    {
        using var watched = new WatchedPlanFile().WithData();
        watched.Write("old");
        var watcher = watched.Start();

        watcher.End();

        watched.ExpectNothingElse();
    }

    [Fact]
    public static void SayNothingOfAFileThatWasMovedAwayAndBack()
    {
        using var watched = new WatchedPlanFile().WithData();
        watched.Write("old");
        var watcher = watched.Start();

        File.Move(watched.File, watched.In("away"));
        watcher.End();
        File.Move(watched.In("away"), watched.File);
        watcher.End();

        watched.ExpectNothingElse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void FindADataFolderThatAppearsLater(bool withInotify)
    {
        using var watched = new WatchedPlanFile();
        _ = watched.Start(withInotify);

        _ = Directory.CreateDirectory(watched.Data);
        watched.Write("v2");

        Assert.Equal("v2", watched.Next());
    }

    [Fact]
    public static void FollowADataFolderThatIsReplaced()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();
        watched.Write("v2");
        Assert.Equal("v2", watched.Next());

        Directory.Delete(watched.Data, recursive: true);
        _ = Directory.CreateDirectory(watched.Data);
        watched.Write("v3");
        Assert.Equal("v3", watched.Next());

        Directory.Move(watched.Data, watched.In("data.old"));
        _ = Directory.CreateDirectory(watched.Data);
        watched.Write("v4");
        Assert.Equal("v4", watched.Next());
    }

    [Fact]
    public static void FollowADataFolderThatIsALink()
    {
        using var watched = new WatchedPlanFile();
        _ = Directory.CreateDirectory(watched.In("disk1"));
        _ = Directory.CreateDirectory(watched.In("disk2"));
        _ = Directory.CreateSymbolicLink(watched.Data, "disk1");
        _ = watched.Start();

        File.WriteAllText(watched.In("disk1/upgrade-info.json"), WatchedPlanFile.Json("v2"));
        Assert.Equal("v2", watched.Next());

        File.Delete(watched.Data);
        _ = Directory.CreateSymbolicLink(watched.Data, "disk2");
        File.WriteAllText(watched.In("disk2/upgrade-info.json"), WatchedPlanFile.Json("v3"));
        Assert.Equal("v3", watched.Next());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void FollowAFileThatIsALink(bool withInotify)
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = Directory.CreateDirectory(watched.In("shared"));
        File.WriteAllText(watched.In("shared/plan"), WatchedPlanFile.Json("old"));
        _ = File.CreateSymbolicLink(watched.File, "../shared/plan");
        _ = watched.Start(withInotify);

        File.WriteAllText(watched.In("shared/plan"), WatchedPlanFile.Json("v2"));
        Assert.Equal("v2", watched.Next());

        File.WriteAllText(watched.In("next"), WatchedPlanFile.Json("v3"));
        File.Move(watched.In("next"), watched.In("shared/plan"), overwrite: true);
        Assert.Equal("v3", watched.Next());
    }

    [Fact]
    public static void TellOfTheMarksThatAToolLeavesAndWhetherTheyAreOlder()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();
        File.WriteAllText(watched.In("next"), WatchedPlanFile.Json("v2", "100"));
        File.SetUnixFileMode(watched.In("next"), (UnixFileMode)Convert.ToInt32("755", 8));

        File.Move(watched.In("next"), watched.File);
        Assert.True(watched.NextSeen() is { IsMarked: true, IsMarkOlder: false, HasForeignMode: true });

        watched.Write("v2", "100"); // Go writes into the file that is there, and its mode stays
        Assert.True(watched.NextSeen() is { IsMarked: true, IsMarkOlder: true, HasForeignMode: false });
    }

    [Fact]
    public static void TellOfAModeThatIsNotANodes()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();
        File.WriteAllText(watched.In("next"), WatchedPlanFile.Json("v2"));
        File.SetUnixFileMode(watched.In("next"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.Move(watched.In("next"), watched.File);

        Assert.False(watched.NextSeen().HasForeignMode);
    }

    [Fact]
    public static void TellOfAFileThatIsWrittenIntoTheNodesUsualHome()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = Directory.CreateDirectory(watched.In("usual/data"));
        File.WriteAllText(watched.In("usual/data/upgrade-info.json"), WatchedPlanFile.Json("v1"));
        _ = watched.Start();
        Assert.DoesNotContain("another home", watched.Log.Text, StringComparison.Ordinal);

        File.WriteAllText(watched.In("usual/data/upgrade-info.json"), WatchedPlanFile.Json("v2"));

        Wait.Until("a line of the log", () => watched.Log.Text.Contains("another home", StringComparison.Ordinal));
        Assert.Contains("plan=v2", watched.Log.Text, StringComparison.Ordinal);
        watched.ExpectNothingElse();
    }

    [Fact]
    public static void PollAndSayItOnceWhereInotifyIsNotToBeHad()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start(withInotify: false);

        foreach (var name in (string[])["v2", "v3"])
        {
            watched.Write(name);

            Assert.Equal(name, watched.Next());
        }

        Assert.Single(watched.Log.Text.Split('\n'), line => line.Contains(Polled, StringComparison.Ordinal));
    }

    [Fact]
    public static void DoNotPollWhereInotifyWorks()
    {
        using var watched = new WatchedPlanFile().WithData();
        _ = watched.Start();

        watched.ExpectNothingElse();

        Assert.DoesNotContain(Polled, watched.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public static void DoNotWaitForAPipeInItsPlace()
    {
        using var watched = new WatchedPlanFile().WithData();
        var watcher = watched.Start();
        SystemTool.Run(watched.Data, "mkfifo", watched.File);

        AwaitToldThatItCannotBeRead(watched, watcher);

        Assert.Contains("it is not a regular file", watched.Log.Text, StringComparison.Ordinal);
        File.Delete(watched.File);
        watched.ExpectNothingElse();
    }

    internal static void AwaitToldThatItCannotBeRead(WatchedPlanFile watched, PlanFileWatcher watcher)
    {
        var began = Stopwatch.GetTimestamp();

        while (!watched.Log.Text.Contains("the plan file cannot be read", StringComparison.Ordinal))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
            watcher.End();
            Thread.Sleep(50);
        }
    }
}
