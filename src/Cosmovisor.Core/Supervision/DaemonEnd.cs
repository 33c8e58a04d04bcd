namespace Cosmovisor.Supervision;

/// <summary>How one life of the daemon ended, as wait(2) tells it.</summary>
/// <remarks>A shell shows both cases as one number; the log must not: "code 137" and "killed by KILL" ask for different answers.</remarks>
internal abstract record DaemonEnd
{
    private const int SignalledBase = 128;

    private DaemonEnd() { }

    internal sealed record Exited(int Code) : DaemonEnd
    {
        public override int ExitCode => Code;

        public override string ToString() => $"ended with code {Code}";
    }

    internal sealed record Killed(int Signal) : DaemonEnd
    {
        public override int ExitCode => SignalledBase + Signal;

        public override string ToString() => $"was killed by signal {Signal}{NameOf(Signal)}";
    }

    /// <summary>The code we pass on: the daemon's own, or 128 + signal as every shell reports it.</summary>
    public abstract int ExitCode { get; }

    // The numbers of Linux on x86-64 and arm64 (signal(7)).
    private static string NameOf(int signal) => signal switch
    {
        1 => " (HUP)",
        2 => " (INT)",
        3 => " (QUIT)",
        4 => " (ILL)",
        5 => " (TRAP)",
        6 => " (ABRT)",
        7 => " (BUS)",
        8 => " (FPE)",
        9 => " (KILL)",
        10 => " (USR1)",
        11 => " (SEGV)",
        12 => " (USR2)",
        13 => " (PIPE)",
        14 => " (ALRM)",
        15 => " (TERM)",
        24 => " (XCPU)",
        25 => " (XFSZ)",
        31 => " (SYS)",
        _ => "",
    };
}
