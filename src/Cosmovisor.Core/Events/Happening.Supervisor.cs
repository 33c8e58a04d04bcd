using Cosmovisor.Home;
using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of ourselves.</summary>
internal abstract partial record Happening
{
    /// <param name="Version">Ours, with the <c>v</c>.</param>
    /// <param name="Contract">Whose defaults hold.</param>
    /// <param name="Home">DAEMON_HOME.</param>
    /// <param name="Daemon">DAEMON_NAME.</param>
    /// <param name="Current">What <c>current</c> points to.</param>
    /// <param name="Pid">Ours.</param>
    /// <param name="Settings">Those that are not the contract's defaults, but for home and name.</param>
    internal sealed record SupervisorStarted(string Version, string Contract, string Home, string Daemon, string Current,
        int Pid, IReadOnlyList<(string Name, object? Value)> Settings) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "supervisor-started", LogLevel.Info, "supervisor started",
            "the first line of every start: our `version`, the `contract`, `home`, what `current` points to, and every setting that is not a default");

        /// <summary>Whether it is the node that runs, and no other command of the daemon.</summary>
        public bool IsNode { get; init; } = true;

        /// <summary>Where the node keeps its data; null for DAEMON_HOME. For those who ask later, with the node stopped.</summary>
        public NodeFolders? Elsewhere { get; init; }

        public override (string Name, object? Value)[] Facts =>
            [("supervisor", Version), ("contract", Contract), ("home", Home), ("daemon", Daemon), ("current", Current), ("pid", Pid), (
                "settings", Settings)];

        public override (string Name, object? Value)[] LogFacts =>
            [("version", Version), ("contract", Contract), ("home", Home), ("current", Current), .. Settings];
    }

    internal sealed record SupervisorEnded(int Code) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("supervisor-ended", LogLevel.Info, "ending", "cosmovisor ends, with this `code`");

        public override (string Name, object? Value)[] Facts => [("code", Code)];
    }

    /// <summary>No daemon is started, or none goes on, for a reason that is not an upgrade's.</summary>
    /// <param name="Reason">With what to do.</param>
    /// <param name="Code">Our exit code.</param>
    internal sealed record Refused(string Reason, int Code) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "refused", LogLevel.Error, "…", "why the node is not started, or was stopped, and what to do; cosmovisor ends with `code`");

        public override string Words => Reason;

        public override (string Name, object? Value)[] Facts => [("reason", Reason), ("code", Code)];

        public override (string Name, object? Value)[] LogFacts => [];
    }

    /// <summary>What nobody expected.</summary>
    /// <param name="Reason">With the place, where it is a fault of ours.</param>
    /// <param name="UpgradeIsOpen">An upgrade was being carried out.</param>
    internal sealed record SupervisorFailed(string Reason, bool UpgradeIsOpen) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("supervisor-failed", LogLevel.Error, "…",
            "the disk refused something necessary, or cosmovisor has a fault: the node is stopped, and cosmovisor ends");

        public override string Words => Reason;

        public override (string Name, object? Value)[] Facts => [("reason", Reason), ("upgrade", Upgrade)];

        public override (string Name, object? Value)[] LogFacts => [("upgrade", Upgrade)];

        private string? Upgrade => UpgradeIsOpen ? "not over; the next start carries on with it" : null;
    }

    internal sealed record HomeReadOnly(string Folder, string Reason, bool IsLogged) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "home-read-only", LogLevel.Warning, "… cannot be written (…): the node runs, and no upgrade is carried out until it can",
            "a read-only image, or a folder of another user's. In the classic contract the line is on standard error");

        public override string Words => $"{Folder} cannot be written ({Reason}): the node runs, and no upgrade is carried out until it can";

        public override (string Name, object? Value)[] Facts => [("folder", Folder), ("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [];

        public override string OnTheTerminal => IsLogged ? Words : $"{Words}, and nothing is logged";
    }

    /// <summary>Reported once in a run, on standard error and in the service manager's status: the log itself cannot.</summary>
    internal sealed record LogLost(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "log-lost", LogLevel.Error, "the log … cannot be written (…): the node runs, and what cosmovisor does is not logged",
            "the disk is full, something else is in the log's place, this user has no permission to write it, or the journal is not available. It is on standard error and in the status of the service; `logLost` in `state.json` counts the lost lines");

        public override string Words =>
            $"the log {File} cannot be written ({Reason}): the node runs, and what cosmovisor does is not logged";

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [];

        public override string OnTheTerminal => Words;
    }
}
