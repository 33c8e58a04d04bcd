using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of processes other than the daemon.</summary>
internal abstract partial record Happening
{
    internal sealed record LockAwaited(string File, int Pid) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "lock-awaited", LogLevel.Warning, "waiting for a database lock",
            "a process that is not the node's holds `file`: an export or a backup by hand. End it");

        public override (string Name, object? Value)[] Facts => [("file", File), ("pid", Pid)];
    }

    internal sealed record OrphanEnding(int Pid, string Name) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "orphan-ending", LogLevel.Info, "ending a process the daemon left behind",
            "an orphan, by `pid` and `name`");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("name", Name)];
    }

    internal sealed record OrphanKilled(int Pid, string Name) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "orphan-killed", LogLevel.Warning, "killing a process the daemon left behind",
            "it did not end at TERM within the grace");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("name", Name)];
    }

    internal sealed record OrphanOutOfReach(int Pid, string Name, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "orphan-out-of-reach", LogLevel.Warning, "a process the daemon left behind cannot be signalled",
            "it runs as another user; `reason`. An upgrade does not go on beside it. End it yourself");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("name", Name), ("reason", Reason)];
    }

    internal sealed record OrphansUnknown() : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "orphan-not-ended", LogLevel.Error, "a process the daemon left behind could not be ended: without /proc its pid is unknown",
            "there is no `/proc` to find it in. End it yourself");

        public override (string Name, object? Value)[] Facts => [];
    }

    internal sealed record OrphanNotEnded(int Pid, string Name, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "orphan-not-ended", LogLevel.Error, "a process the daemon left behind could not be ended",
            "it waits in the kernel for a disk, or is another user's; `reason`. End it yourself");

        public override (string Name, object? Value)[] Facts => [("pid", Pid), ("name", Name), ("reason", Reason)];
    }
}
