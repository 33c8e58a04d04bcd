using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of signals.</summary>
internal abstract partial record Happening
{
    /// <param name="Signal">Its name.</param>
    /// <param name="Pid">The daemon's.</param>
    /// <param name="AsksToEnd">It is the first one that asks us to end.</param>
    internal sealed record SignalPassedOn(string Signal, int Pid, bool AsksToEnd) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("signal-passed-on", LogLevel.Info, "signal passed on", "by us, to `pid`");

        public override (string Name, object? Value)[] Facts => [("signal", Signal), ("pid", Pid)];
    }

    internal sealed record SignalFromTheTerminal(string Signal, int Pid, bool AsksToEnd) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "signal-from-terminal", LogLevel.Info, "signal from the terminal reached the daemon directly",
            "Ctrl-C and similar; not sent twice");

        public override (string Name, object? Value)[] Facts => [("signal", Signal), ("pid", Pid)];

        public override (string Name, object? Value)[] LogFacts => [("signal", Signal)];
    }

    internal sealed record SignalWithoutDaemon(string Signal) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "signal-without-daemon", LogLevel.Info, "signal received while no daemon runs", "between two lives");

        public override (string Name, object? Value)[] Facts => [("signal", Signal)];
    }
}
