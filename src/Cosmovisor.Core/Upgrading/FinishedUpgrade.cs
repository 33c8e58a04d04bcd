namespace Cosmovisor.Upgrading;

/// <summary>An upgrade that is over, as the history keeps it.</summary>
/// <param name="Journal">What was done, step by step.</param>
/// <param name="Result">How it ended: <see cref="Done"/>, or in words.</param>
/// <param name="Ended">When.</param>
internal sealed record FinishedUpgrade(Journal Journal, string Result, DateTimeOffset Ended)
{
    public const string Done = "done";

    public const string DoneByHand = "done by hand";

    /// <summary>How the line begins of an upgrade that the node went past with <c>--unsafe-skip-upgrades</c>.</summary>
    public const string Skipped = "skipped";

    /// <summary>How the line begins of an upgrade that was done and taken back by the supervisor.</summary>
    public const string TakenBack = "taken back";

    /// <summary>The same, by the operator.</summary>
    public const string RolledBack = "rolled back by the operator";

    public const string GivenUp = "given up by the operator";

    public bool IsDone => Result is Done or DoneByHand;

    /// <summary>Whether both tell of the same upgrade's same end: it is written again after a crash between two moves.</summary>
    public bool IsSameAs(FinishedUpgrade other) =>
        (Journal.Plan.Name, Journal.Began, Result) == (other.Journal.Plan.Name, other.Journal.Began, other.Result);
}
