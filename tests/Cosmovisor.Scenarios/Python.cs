using Xunit;

namespace Cosmovisor.Tests;

/// <summary>Python, for what no shell can do.</summary>
internal static class Python
{
    private const string Lock =
        "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); sys.stdin.read()";

    public static void Need() => Assert.SkipUnless(
        SystemTool.IsThere("python3"), "no shell can do this, and python3 is not installed");

    /// <summary>A process that holds the lock of a file as Go's databases do, until it is ended.</summary>
    public static Run Holds(string file, Dictionary<string, string> variables)
    {
        Need();
        return new Run("python3", ["-c", Lock, file], variables).AwaitOutput("held");
    }
}
