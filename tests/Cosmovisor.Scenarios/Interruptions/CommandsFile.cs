using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>The one file that a command of the operator's makes or takes away for the supervisor, in a home where nothing runs.</summary>
internal sealed class CommandsFile : IDisposable
{
    private readonly bool _isHold;
    private readonly bool _takesAway;
    private readonly string? _before;

    public CommandsFile(string folder, string[] words)
    {
        (_isHold, _takesAway) = (words[0] is "hold" or "release", words[0] == "release" || words.Contains("--cancel"));
        Home = new NodeHome(folder).Install("genesis", "echo genesis runs").Install("upgrades/v2", "echo v2 runs").PointCurrentTo(
            "genesis").Write("data/here", "")
            .Set("UNSAFE_SKIP_BACKUP", "true").Set("COSMOVISOR_LOOK_AHEAD", "0s");

        if (_takesAway)
        {
            var put = _isHold ? Home.Ctl("hold", "window", "--for", "1h", "--why", "before") : Home.Ctl("upgrade", "v2", "--now");
            Assert.True(put.Code == 0, put.Output + put.Error);
            _before = Text;
        }
    }

    public NodeHome Home { get; }

    public bool IsAsCommanded => Text is null == _takesAway;

    private string Path => Home.In(_isHold ? "cosmovisor/holds/window.json" : "cosmovisor/upgrade-request.json");

    private string? Text => File.Exists(Path) ? File.ReadAllText(Path) : null;

    /// <summary>There as its readers expect it, or not at all; and where it was there before, as it was.</summary>
    public void IsWhole(string when)
    {
        var text = Text;
        Assert.True(text is null || JsonSchema.Faults(_isHold ? "hold.schema.json" : "request.schema.json", text) is [], $"{when}: {text}");
        Assert.True(text is null || !_takesAway || text == _before, $"{when}: {text}");
    }

    /// <summary>The supervisor does what the file says, or knows nothing of what was taken away; and nothing else lies there.</summary>
    public void IsHeard(string when)
    {
        Assert.True(Left() == (_takesAway ? "" : System.IO.Path.GetFileName(Path)), $"{when}: left {Left()}");

        if (_isHold && !_takesAway)
        {
            using var run = Home.Start("start");
            _ = run.Await("the hold", () => Home.Log.Contains("hold=window", StringComparison.Ordinal));
            run.Signal(Run.Terminate);
            Assert.True(run.End() is { Code: 143, Output: "" }, $"{when}: it did not wait\n{Home.Log}");
            return;
        }

        var end = Home.Run("start");
        var runs = _isHold || _takesAway ? "genesis runs\n" : "v2 runs\n";
        Assert.True((end.Code, end.Output) == (0, runs), $"{when}: ended with {end.Code}: {end.Output}{end.Error}\n{Home.Log}");
    }

    public void Dispose() => Home.Dispose();

    private string Left()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        return Directory.Exists(folder) ? string.Join(' ', Directory.EnumerateFiles(folder, _isHold
            ? "*" : "upgrade-request*").Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)) : "";
    }
}
