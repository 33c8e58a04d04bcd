using Cosmovisor.Staging;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class Trials
{
    [Theory]
    [InlineData(0, "v2.0.0", null)]
    [InlineData(1, "Error: unknown command \"version\"", "ended with code 1, saying \"Error: unknown command \"version\"\"")]
    [InlineData(1, "", "ended with code 1")]
    public static void AreNotFailedByAnOddAnswer(int code, string output, string? note) =>
        Assert.Equal(
            new TrialVerdict.Starts(note) { Version = code == 0 ? output : null },
            TrialVerdict.Of(new DaemonEnd.Exited(code), output, trouble: null));

    [Theory]
    [InlineData(127, "gaiad: error while loading shared libraries: libwasmvm.x86_64.so: cannot open shared object file")]
    [InlineData(1, "gaiad: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by gaiad)")]
    [InlineData(127, "Error loading shared library libwasmvm.so: No such file or directory (needed by gaiad)")]
    [InlineData(127, "")]
    public static void AreFailedByALoaderThatGivesUp(int code, string output)
    {
        var verdict = Assert.IsType<TrialVerdict.CannotStart>(TrialVerdict.Of(new DaemonEnd.Exited(code), output, trouble: null));

        Assert.Contains(output, verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Usage:\n  simd pre-upgrade [flags]", true)]
    [InlineData(1, "Error: unknown command \"pre-upgrade\" for \"simd\"", false)]
    [InlineData(1, "panic: no home", null)]
    [InlineData(0, "simd 2.0", null)]
    public static void TellWhetherThereIsAPreUpgradeCommand(int code, string output, bool? has) =>
        Assert.Equal(has, TrialVerdict.PreUpgradeIn(new DaemonEnd.Exited(code), output));

    [Fact]
    public static void AreFailedByASystemThatCannotStartTheProgram() =>
        Assert.Equal(
            new TrialVerdict.CannotStart("could not be started: Exec format error"),
            TrialVerdict.Of(end: null, "", "could not be started: Exec format error"));

    [Theory]
    [InlineData("error while loading shared libraries: libx.so")]
    [InlineData("Error loading shared library libx.so")]
    [InlineData("Error relocating /gaiad: x: symbol not found")]
    [InlineData("gaiad: symbol lookup error: undefined symbol: x")]
    [InlineData("FATAL: kernel too old")]
    [InlineData("libc.so.6: version `GLIBC_2.38' not found")]
    public static void SayWhatTheLoaderMisses(string complaint) => Assert.Equal(
        new TrialVerdict.CannotStart($"could not be started: {complaint}"),
        TrialVerdict.Of(new DaemonEnd.Exited(1), $"first\n{complaint}\nlast", trouble: null));

    [Theory]
    [InlineData("file 'x' not found")]
    [InlineData("the version `v2` is new")]
    public static void AreNotFailedByHalfOfALoadersWords(string output) =>
        Assert.IsType<TrialVerdict.Starts>(TrialVerdict.Of(new DaemonEnd.Exited(1), output, trouble: null));

    [Theory]
    [InlineData(126, "sh: no", "could not be started: it ended with code 126, saying \"sh: no\"")]
    [InlineData(127, "", "could not be started: it ended with code 127")]
    public static void AreFailedByTheCodesOfAShellThatFindsNoProgram(int code, string output, string reason) => Assert.Equal(
        new TrialVerdict.CannotStart(reason), TrialVerdict.Of(new DaemonEnd.Exited(code), output, trouble: null));

    [Fact]
    public static void SayWhereTheyDidNotEndForNoReason() =>
        Assert.Equal(new TrialVerdict.Starts("did not end"), TrialVerdict.Of(end: null, "", trouble: null));

    [Fact]
    public static void AreNotFailedByAProgramThatDoesNotEnd() =>
        Assert.Equal(new TrialVerdict.Starts("was stopped after 10 s"), TrialVerdict.Of(end: null, "", "was stopped after 10 s"));
}
