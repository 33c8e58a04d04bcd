namespace Cosmovisor.Supervision;

/// <summary>How a process ended: by itself with a code, or by a signal. The two are never mixed up in an <c>int</c>.</summary>
internal abstract record DaemonEnd
{
    private DaemonEnd() { }

    internal sealed record Exited(int Code) : DaemonEnd
    {
        public override int ExitCode => Code;

        public override string ToString() => $"ended with code {Code}";
    }

    internal sealed record Killed(int Signal) : DaemonEnd
    {
        public override int ExitCode => 128 + Signal;

        public override string ToString() => $"was killed by {SignalName.Of(Signal)}";
    }

    /// <summary>What a shell would report: the code, or 128 + the signal's number.</summary>
    public abstract int ExitCode { get; }

    /// <summary>Reads the status word of waitpid(2).</summary>
    public static DaemonEnd FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new Exited((status >> 8) & 0xff) : new Killed(status & 0x7f);
}
