using System.Globalization;

namespace Cosmovisor.Supervision;

/// <summary>Signals as people say them.</summary>
internal static class SignalName
{
    private static readonly string[] Linux =
    [
        "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP",
        "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>"TERM" for 15; "40" for one without a name of its own.</summary>
    public static string Of(int signal) => signal > 0 && signal < Linux.Length ? Linux[signal]
        : signal.ToString(CultureInfo.InvariantCulture);
}
