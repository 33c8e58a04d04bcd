using Cosmovisor.Logging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Events;

/// <summary>Of the daemon's process.</summary>
internal abstract partial record Happening
{
    /// <param name="Version">Its version's folder, as <c>current</c> has it.</param>
    /// <param name="Pid">Its process.</param>
    /// <param name="Downtime">Since the end of the last one; null for the first of this run.</param>
    internal sealed record DaemonStarted(string Version, int Pid, TimeSpan? Downtime) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "daemon-started", LogLevel.Info, "daemon started", "a life begins: `version`, `pid`, and after an upgrade `downtime` since the old one's end");

        public override (string Name, object? Value)[] Facts => [("current", Version), ("pid", Pid), ("downtime", Downtime)];

        public override (string Name, object? Value)[] LogFacts => [("version", Version), ("pid", Pid), ("downtime", Downtime)];
    }

    internal sealed record DaemonStopping(int Pid, TimeSpan Grace) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("daemon-stopping", LogLevel.Info, "stopping the daemon", "TERM was sent; after the `grace` it is killed");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("grace", Grace)];
    }

    /// <param name="End">How.</param>
    /// <param name="Pid">Its process.</param>
    /// <param name="Took">Since it was asked to, where we have asked it.</param>
    internal sealed record DaemonEnded(DaemonEnd End, int Pid, TimeSpan? Took = null) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "daemon-ended", LogLevel.Info, "daemon ended with code N` or `daemon was killed by signal N (NAME)",
            "a life is over. KILL that nobody sent: look for the kernel's out-of-memory killer");

        /// <summary>It was over when it was to be stopped.</summary>
        public bool IsByItself { get; init; }

        public override string Words => IsByItself ? $"daemon {End} by itself, before it was stopped" : $"daemon {End}";

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("code", End.ExitCode), ("signal", Signal), ("took", Took)];

        public override (string Name, object? Value)[] LogFacts => [("pid", Pid), ("code", Took is null ? End.ExitCode : null), ("took", Took)];

        /// <summary>That has killed it; null when it ended with a code.</summary>
        public string? Signal => End is DaemonEnd.Killed { Signal: var signal } ? SignalName.Of(signal) : null;
    }

    internal sealed record DaemonRestarting(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("daemon-restarting", LogLevel.Info, "restarting the daemon, …", "not for an upgrade: a command has asked for it, or it was started with a halt height that it cannot have");

        public override string Words => $"restarting the daemon, {Reason}";

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [];
    }
}
