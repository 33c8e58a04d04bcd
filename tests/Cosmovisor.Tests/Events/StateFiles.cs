using Cosmovisor.Events;
using Cosmovisor.Tests.Logging;
using Xunit;

namespace Cosmovisor.Tests.Events;

/// <summary>state.json, whatever lies in its place.</summary>
public sealed class StateFiles : IDisposable
{
    private static readonly Happening Started = new Happening.SupervisorStarted("v1.0.0", "classic", "/home", "simd", "genesis", 10, []);
    private static readonly Happening Runs = new Happening.DaemonStarted("genesis", 11, null);

    private readonly TemporaryHome _home = new();
    private long _lost;

    private string Path => _home.Home.State;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void AreDueOnceAfterAChangeAndNeverWithoutOne()
    {
        var file = File();
        Assert.Equal(Timeout.InfiniteTimeSpan, file.IsDueIn);

        file.Tell(Started);
        Assert.NotEqual(Timeout.InfiniteTimeSpan, file.IsDueIn);
        file.Write();
        file.Tell(new Happening.SignalPassedOn("HUP", 11, AsksToEnd: false));

        Assert.Equal(Timeout.InfiniteTimeSpan, file.IsDueIn);
        Assert.Equal(["state.json"], Directory.GetFiles(_home.Home.Root).Select(System.IO.Path.GetFileName));
        Assert.Equal(UnixFileMode.None, System.IO.File.GetUnixFileMode(Path) & (UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite
            | UnixFileMode.GroupWrite
            | UnixFileMode.UserExecute));
    }

    [Fact]
    public void GoOnFromThoseOfAnEarlierRun()
    {
        Written(Started, Runs);

        var state = Written(Started, Runs);

        Assert.Equal(2, state.Daemon.Lives);
    }

    [Fact]
    public void CountTheLinesThatTheLogHasLost()
    {
        _lost = 4;

        Assert.Equal(4, Written(Started).LogLost);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{\"version\":9}")]
    public void ReplaceWhatIsNoneOfOurs(string text)
    {
        System.IO.File.WriteAllText(Path, text);

        Assert.Equal("running", Written(Started, Runs).Daemon.State);
    }

    [Fact]
    public void ReplaceALinkAndLeaveAloneWhereItLeads()
    {
        var elsewhere = _home.In("elsewhere");
        System.IO.File.WriteAllText(elsewhere, "precious");
        _ = System.IO.File.CreateSymbolicLink(Path, elsewhere);
        _ = System.IO.File.CreateSymbolicLink($"{Path}.new", elsewhere);

        Assert.Equal("running", Written(Started, Runs).Daemon.State);
        Assert.Equal("precious", System.IO.File.ReadAllText(elsewhere));
        Assert.Null(new FileInfo(Path).LinkTarget);
    }

    [Fact]
    public void NeverWaitAtAPipe()
    {
        SystemTool.Run(_home.Home.Root, "mkfifo", Path);

        Assert.Equal("running", Written(Started, Runs).Daemon.State);
    }

    [Fact]
    public void ThatCannotBeWrittenAreTriedAgainSeldomThoughNothingChanges()
    {
        _ = Directory.CreateDirectory(Path);
        var file = File();

        file.Tell(Started);
        file.Write();

        Assert.InRange(file.IsDueIn, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
        Assert.Empty(Directory.GetFiles(_home.Home.Root));

        Directory.Delete(Path);
        file.Write();
        Assert.Equal(Timeout.InfiniteTimeSpan, file.IsDueIn);
        Assert.True(System.IO.File.Exists(Path));
    }

    [Fact]
    public void WakeTheMainThreadForAChangeThatAnotherTells()
    {
        var woken = 0;
        var file = File();
        file.Wake = () => woken++;

        file.Tell(Started);
        var other = new Thread(() => file.Tell(Runs));
        other.Start();
        other.Join();

        Assert.Equal(1, woken);
    }

    private NodeState Written(params Happening[] story)
    {
        var file = File();
        story.ToList().ForEach(file.Tell);
        file.Write();
        return NodeStateText.Read(System.IO.File.ReadAllBytes(Path)).IsOk(out var state, out var why) ? state
            : throw new InvalidOperationException(why);
    }

    private StateFile File() => new(Path, new StoppedClock(), () => _lost);
}
