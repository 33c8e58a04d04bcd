using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>The status word of waitpid(2), as Linux has it: the code in the second byte, or a signal in the first.</summary>
public static class EndsOfAProcess
{
    [Theory]
    [InlineData(0x0000, "ended with code 0", 0)]
    [InlineData(0x0100, "ended with code 1", 1)]
    [InlineData(0xff00, "ended with code 255", 255)]
    [InlineData(0x0009, "was killed by signal 9 (KILL)", 137)]
    [InlineData(0x008b, "was killed by signal 11 (SEGV)", 139)] // with a core dump
    [InlineData(0x000f, "was killed by signal 15 (TERM)", 143)]
    public static void AreReadFromItsStatus(int status, string words, int code)
    {
        var end = DaemonEnd.FromWaitStatus(status);

        Assert.Equal((words, code), (end.ToString(), end.ExitCode));
    }

    /// <summary>signal(7), of x86 and ARM.</summary>
    [Fact]
    public static void HaveTheKernelsNames() => Assert.Equal(
        "0 HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS 32",
        string.Join(' ', Enumerable.Range(0, 33).Select(SignalName.Of)));

    [Theory]
    [InlineData("run start", true, false, false, false)]
    [InlineData("start run", false, false, false, false)]
    [InlineData("", false, false, true, false)]
    [InlineData("init", false, false, true, false)]
    [InlineData("add-upgrade v2 /bin", false, true, false, false)]
    [InlineData("add-batch-upgrade", false, true, false, false)]
    [InlineData("prepare-upgrade", false, true, false, false)]
    [InlineData("show-upgrade-info", false, true, false, false)]
    [InlineData("version", false, false, true, false)]
    [InlineData("version --cosmovisor-only", false, false, true, true)]
    [InlineData("--version --cosmovisor-only", false, false, true, true)]
    [InlineData("help --cosmovisor-only", false, false, true, false)]
    [InlineData("-h", false, false, true, false)]
    [InlineData("status version --cosmovisor-only", false, false, false, false)]
    public static void AreOfACommandThatIsOursOrTheDaemons(string line, bool isRun, bool isOurs, bool mayBeOurs, bool isForUsAlone)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            (isRun, isOurs, mayBeOurs, isForUsAlone),
            (Cosmovisor.Supervision.CommandWords.AreARun(words), Cosmovisor.Supervision.CommandWords.AreOurs(words),
                Cosmovisor.Supervision.CommandWords.MayBeOurs(words), Cosmovisor.Supervision.CommandWords.AskForUsAlone(words)));
    }
}
