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
        using var folder = new TemporaryFolder("watch");
        using var watch = FolderWatch.TryOpen();
        Assert.True(watch!.Watch(folder.Path, but: "state.json"));

        _ = folder.Write(file, "{}");

        Assert.Equal(isHeard, watch.Drain());
    }

    [Fact]
    public static void HearOursInAnotherFolder()
    {
        using var folder = new TemporaryFolder("watch");
        var other = folder.MakeFolder("other");
        using var watch = FolderWatch.TryOpen();
        Assert.True(watch!.Watch(folder.Path, but: "state.json"));
        Assert.True(watch.Watch(other));

        File.WriteAllText(Path.Join(other, "state.json"), "{}");

        Assert.True(watch.Drain());
    }

    [Fact]
    public static void HearTheEndOfTheFolderItself()
    {
        using var folder = new TemporaryFolder("watch");
        using var watch = FolderWatch.TryOpen();
        Assert.True(watch!.Watch(folder.Path, but: "state.json"));

        Directory.Delete(folder.Path);

        Assert.True(watch.Drain());
    }
}
