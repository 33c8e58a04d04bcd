using Cosmovisor.Logging;
using Cosmovisor.Settings;
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
            "daemon-started", LogLevel.Info, "daemon started",
            "a life begins: `version`, `pid`, and after an upgrade `downtime` since the old one's end");

        public override (string Name, object? Value)[] Facts => [("version", Version), ("pid", Pid), ("downtime", Downtime)];
    }

    internal sealed record DaemonStopping(int Pid, TimeSpan Grace) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "daemon-stopping", LogLevel.Info, "stopping the daemon", "TERM was sent; after the `grace` it is killed");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("grace", Grace)];
    }

    /// <param name="End">How.</param>
    /// <param name="Pid">Its process.</param>
    /// <param name="Took">Since it was asked to, where we have asked it.</param>
    internal sealed record DaemonEnded(DaemonEnd End, int Pid, TimeSpan? Took = null) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "daemon-ended", LogLevel.Info, "daemon ended with code N` or `daemon was killed by signal N (NAME)",
            "a life is over. *By itself, before it was stopped*: it ended between its halt and our TERM; some nodes panic while they close their databases. KILL from an unknown sender: look for the kernel's out-of-memory killer");

        /// <summary>It was over when it was to be stopped.</summary>
        public bool IsByItself { get; init; }

        public override string Words => IsByItself ? $"daemon {End} by itself, before it was stopped" : $"daemon {End}";

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("code", End.ExitCode), ("signal", Signal), ("took", Took)];

        public override (string Name, object? Value)[] LogFacts =>
            [("pid", Pid), ("code", Took is null ? End.ExitCode : null), ("took", Took)];

        /// <summary>That has killed it; null when it ended with a code.</summary>
        public string? Signal => End is DaemonEnd.Killed { Signal: var signal } ? SignalName.Of(signal) : null;
    }

    internal sealed record DaemonStillEnding(int Pid, TimeSpan Waited, TimeSpan Grace) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "daemon-still-ending", LogLevel.Info,
            $"still waiting for the daemon to end; it is killed when {SettingTable.ShutdownGrace.Variable} is over",
            $"it has been flushing for 15 s. Nothing is wrong yet; it has until `{SettingTable.ShutdownGrace.Variable}` is over");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("waited", Waited), ("grace", Grace)];

        public override (string Name, object? Value)[] LogFacts =>
            [("pid", Pid), ("waited", Waited), (SettingTable.ShutdownGrace.Variable, GoDuration.Text(Grace))];
    }

    internal sealed record DaemonKilled(int Pid, TimeSpan Grace) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "daemon-killed", LogLevel.Warning,
            $"the daemon did not end in time and is killed; its databases may need repair. Set {SettingTable.ShutdownGrace.Variable} higher if it needs longer to end",
            $"it took longer than `{SettingTable.ShutdownGrace.Variable}`. Raise that: a killed database may have to be repaired. `cosmovisorctl history` shows `killed` at Stop");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("grace", Grace)];

        public override (string Name, object? Value)[] LogFacts =>
            [("pid", Pid), (SettingTable.ShutdownGrace.Variable, GoDuration.Text(Grace))];
    }

    internal sealed record DaemonRestarting(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("daemon-restarting", LogLevel.Info, "restarting the daemon, …",
            "not for an upgrade: a command has asked for it, or it was started with a halt height that it cannot use");

        public override string Words => $"restarting the daemon, {Reason}";

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [];
    }
}
