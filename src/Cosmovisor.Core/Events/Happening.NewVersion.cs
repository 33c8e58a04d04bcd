using Cosmovisor.Logging;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>Of a new version's first life.</summary>
internal abstract partial record Happening
{
    /// <param name="Plan">The upgrade's name.</param>
    /// <param name="End">How it ended.</param>
    /// <param name="Lived">How long.</param>
    /// <param name="Known">Why, where the node said so.</param>
    /// <param name="Current">What <c>current</c> points to.</param>
    /// <param name="DoubleSignCheck">The node's own <c>double_sign_check_height</c>: where its output is not read, it may be the
    /// reason.</param>
    internal sealed record NewVersionEnded(
        string Plan, DaemonEnd End, TimeSpan Lived, KnownDeath? Known, string Current, long? DoubleSignCheck) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "new-version-ended", LogLevel.Error, "the new version ended within seconds of its first start",
            "the upgrade is done, and its binary does not run: `end`, `reason` and the node's own last words say why. Where the reason is known (its own signature in the newest commits, a lock, a missing store, an unknown flag), it says what to do, and nothing is taken back. Otherwise put the right binary in its place; a service manager that only starts it again does not help");

        public override string Words => Known?.Words(End, Lived, Current) ?? Kind.Words;

        public override (string Name, object? Value)[] Facts =>
        [
            ("plan", Plan), ("end", End), ("code", End.ExitCode), ("lived", Lived), ("reason", Known?.Death.Reason), (
                "line", Known?.Death.Line),
            ("double_sign_check_height", DoubleSignCheck is > 0 ? DoubleSignCheck : null),
        ];

        public override (string Name, object? Value)[] LogFacts => Known is null ? Facts : [("plan", Plan)];

        public override string? OnTheTerminal => Known is null ? null : Words;
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
            "cannot-take-back", LogLevel.Warning, "the switch will not be taken back by itself: the data cannot be checked",
            "`reason`; the upgrade goes on");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }
}
