using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Tests.Logging;
using Xunit;

namespace Cosmovisor.Tests.Events;

/// <summary>events.jsonl, whatever lies in its place.</summary>
public sealed class EventsFiles : IDisposable
{
    private static readonly Happening Ended = new Happening.SupervisorEnded(3);

    private readonly TemporaryHome _home = new();

    private string Path => _home.Home.Events;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void GrowByALineForEachHappeningAndAreNotForEverybody()
    {
        using var file = new EventsFile(Path, new StoppedClock());

        file.Tell(Ended);
        file.Tell(Ended);

        Assert.Equal(2, File.ReadAllLines(Path).Length);
        Assert.All(File.ReadAllLines(Path), line => Assert.Contains("\"event\":\"supervisor-ended\"", line, StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path) & (UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite
            | UnixFileMode.GroupWrite
            | UnixFileMode.UserExecute));
    }

    [Fact]
    public void AreWrittenByTwoTogether()
    {
        using var one = new EventsFile(Path, new StoppedClock());
        using var other = new EventsFile(Path, new StoppedClock());

        one.Tell(Ended);
        other.Tell(Ended);
        one.Tell(Ended);

        Assert.Equal(3, File.ReadAllLines(Path).Length);
    }

    [Fact]
    public void BeginAnewWhenTheyAreLargeAndKeepOneThatWas()
    {
        using var file = new EventsFile(Path, new StoppedClock(), largest: 300);

        for (var i = 0; i < 10; i++)
        {
            file.Tell(Ended);
        }

        Assert.InRange(new FileInfo(Path).Length, 1, 300);
        Assert.InRange(new FileInfo($"{Path}.1").Length, 1, 300);
        Assert.Equal(
            ["events.jsonl", "events.jsonl.1"],
            Directory.GetFiles(_home.Home.Root).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EndTheHalfLineOfWhoeverWroteBefore()
    {
        File.WriteAllText(Path, "{\"half\":");
        using var file = new EventsFile(Path, new StoppedClock());

        file.Tell(Ended);

        Assert.Equal("{\"half\":", File.ReadAllLines(Path)[0]);
        Assert.EndsWith("}", File.ReadAllLines(Path)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void AreNothingWhereAFolderOrAPipeLies()
    {
        _ = Directory.CreateDirectory(Path);
        using var file = new EventsFile(Path, new StoppedClock());

        file.Tell(Ended);
        Directory.Delete(Path);
        SystemTool.Run(_home.Home.Root, "mkfifo", Path);
        file.Tell(Ended);

        Assert.False(RegularFile.IsAt(Path));
    }

    [Fact]
    public void AreThereAgainWhenTheyCanBe()
    {
        _ = Directory.CreateDirectory(Path);
        using var file = new EventsFile(Path, new StoppedClock());
        file.Tell(Ended);
        Directory.Delete(Path);

        file.Tell(Ended);

        _ = Assert.Single(File.ReadAllLines(Path));
    }
}
