using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Linux;

public static class FolderWatches
{
    [Theory]
    [InlineData("state.json", false)]
    [InlineData("state.json.new", false)]
    [InlineData("schedule.json", true)]
    [InlineData("upgrade-request.json", true)]
    public static void HearAllButWhatIsOurs(string file, bool isHeard)
    {
        var folder = Directory.CreateTempSubdirectory("watch-").FullName;

        try
        {
            using var watch = FolderWatch.TryOpen();
            Assert.True(watch!.Watch(folder, but: "state.json"));

            File.WriteAllText(Path.Join(folder, file), "{}");

            Assert.Equal(isHeard, watch.Drain());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public static void HearOursInAnotherFolder()
    {
        var folder = Directory.CreateTempSubdirectory("watch-").FullName;
        var other = Directory.CreateDirectory(Path.Join(folder, "other")).FullName;
        using var watch = FolderWatch.TryOpen();
        Assert.True(watch!.Watch(folder, but: "state.json"));
        Assert.True(watch.Watch(other));

        File.WriteAllText(Path.Join(other, "state.json"), "{}");

        Assert.True(watch.Drain());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public static void HearTheEndOfTheFolderItself()
    {
        var folder = Directory.CreateTempSubdirectory("watch-").FullName;
        using var watch = FolderWatch.TryOpen();
        Assert.True(watch!.Watch(folder, but: "state.json"));

        Directory.Delete(folder);

        Assert.True(watch.Drain());
    }
}
