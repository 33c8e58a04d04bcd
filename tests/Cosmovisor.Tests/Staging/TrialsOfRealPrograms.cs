using Cosmovisor.Linux;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>The trial run with real processes.</summary>
public sealed class TrialsOfRealPrograms : IDisposable
{
    private readonly ScratchHome _scratch = new();

    [Fact]
    public void GetAHomeToThrowAwayAndTheLibrariesOfTheirVersion()
    {
        _ = Directory.CreateDirectory(_scratch.OnShelf("lib"));
        var binary = Samples.PutExecutable(
            _scratch.OnShelf("bin/gaiad"),
            "#!/bin/sh\necho \"$1 $HOME $LD_LIBRARY_PATH\" > \"$0.said\"\ntouch \"$HOME/made\"\n"u8.ToArray());

        Assert.Equal(new TrialVerdict.Starts(Note: null), Try(binary, TimeSpan.FromSeconds(10)));

        var said = File.ReadAllText($"{binary}.said").TrimEnd().Split(' ');
        Assert.Equal("version", said[0]);
        Assert.Equal(_scratch.OnShelf("home"), said[1]);
        Assert.True(File.Exists(_scratch.OnShelf("home/made")));
        Assert.StartsWith(_scratch.OnShelf("lib"), said[2], StringComparison.Ordinal);
    }

    [Fact]
    public void ThatDoNotEndAreStopped()
    {
        var binary = Samples.PutExecutable(_scratch.OnShelf("bin/gaiad"), "#!/bin/sh\nsleep 60\n"u8.ToArray());

        var verdict = Assert.IsType<TrialVerdict.Starts>(Try(binary, TimeSpan.FromMilliseconds(300)));

        Assert.Contains("time limit", verdict.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void ThatTheKernelRefusesSaySo()
    {
        var binary = Samples.PutExecutable(_scratch.OnShelf("bin/gaiad"), "#!/nowhere/sh\n"u8.ToArray());

        Assert.StartsWith("could not be started", Assert.IsType<TrialVerdict.CannotStart>(Try(binary, TimeSpan.FromSeconds(10))).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ThatTheLoaderRefusesSaySo()
    {
        var binary = Samples.PutExecutable(
            _scratch.OnShelf("bin/gaiad"),
            "#!/bin/sh\necho \"gaiad: error while loading shared libraries: libx.so: cannot open shared object file\" >&2\nexit 127\n"u8
                .ToArray());

        Assert.Contains(
            "libx.so", Assert.IsType<TrialVerdict.CannotStart>(Try(binary, TimeSpan.FromSeconds(10))).Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private TrialVerdict Try(string binary, TimeSpan limit) =>
        new TrialRun(new ProgramRunner(new Children()), Order(binary, limit)).Run(CancellationToken.None);

    private TrialOrder Order(string binary, TimeSpan limit) =>
        new(binary, _scratch.Shelf, Directory.CreateDirectory(_scratch.OnShelf("home")).FullName, limit);
}
