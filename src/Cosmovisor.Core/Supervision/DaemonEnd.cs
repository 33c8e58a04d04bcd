namespace Cosmovisor.Supervision;

/// <summary>How one life of the daemon ended, as wait(2) reports it.</summary>
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

        public override string ToString() => $"was killed by signal {Signal} ({SignalName.Of(Signal)})";
    }

    /// <summary>The code we pass on: the daemon's own, or 128 + signal as every shell reports it.</summary>
    public abstract int ExitCode { get; }

    /// <summary>Reads the status word of waitpid(2).</summary>
    public static DaemonEnd FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new Exited((status >> 8) & 0xff) : new Killed(status & 0x7f);
}
