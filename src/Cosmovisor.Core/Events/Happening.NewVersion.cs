using Cosmovisor.Logging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Events;

/// <summary>Of a new version's first life.</summary>
internal abstract partial record Happening
{
    internal sealed record NewVersionEnded(string Plan, DaemonEnd End, TimeSpan Lived) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "new-version-ended", LogLevel.Error, "the new version ended within seconds of its first start",
            "the upgrade is done, and its binary does not run: `end` and the node's own last words say why. Put the right binary in its place; a service manager that only tries it again does not help");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("end", End), ("code", End.ExitCode), ("lived", Lived)];
    }

    /// <param name="End">How the new version ended.</param>
    /// <param name="Lived">How long.</param>
    /// <param name="Changes">How many files of the data are not as they were.</param>
    /// <param name="First">The first of those.</param>
    internal sealed record NotTakenBack(DaemonEnd End, TimeSpan Lived, int Changes, string First) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "not-taken-back", LogLevel.Warning, "the new version died at once, and the switch is NOT taken back: the data has been opened",
            "the old binary on that data would destroy it. Repair the new one, or restore the backup");

        public override (string Name, object? Value)[] Facts => [("end", End), ("lived", Lived), ("changes", Changes), ("first", First)];
    }

    internal sealed record CannotTakeBack(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "cannot-take-back", LogLevel.Warning, "the switch will not be taken back by itself: the data cannot be looked at", "`reason`; the upgrade goes on");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }
}
