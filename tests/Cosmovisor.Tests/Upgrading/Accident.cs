using Cosmovisor.Upgrading;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>The one thing that goes wrong in a life of the supervisor.</summary>
/// <param name="Step">In which step; null for <paramref name="LogLine"/>.</param>
/// <param name="Kind">What.</param>
/// <param name="LogLine">Death at the n-th line of our log: the instants between two steps.</param>
/// <param name="Power">With a death: what the disk loses because the power goes too.</param>
internal sealed record Accident(UpgradeStep? Step, AccidentKind Kind, int LogLine = 0, LossOfPower Power = LossOfPower.None)
{
    private const int MostLogLines = 24;

    public static Accident None { get; } = new(null, AccidentKind.None);

    /// <summary>Everything that can go wrong once, and nothing at all.</summary>
    public static IEnumerable<Accident> All { get; } =
    [
        None,
        .. from step in Enum.GetValues<UpgradeStep>() where step != UpgradeStep.Switch
           from kind in Enum.GetValues<AccidentKind>() where kind is not (AccidentKind.None or AccidentKind.DeathBetween)
           from power in kind is AccidentKind.DeathBefore or AccidentKind.DeathHalfWay or AccidentKind.DeathAfter
               ? Enum.GetValues<LossOfPower>() : [LossOfPower.None]
           select new Accident(step, kind, Power: power),
        .. from line in Enumerable.Range(1, MostLogLines) from power in Enum.GetValues<LossOfPower>() select new Accident(
            null, AccidentKind.DeathBetween, line, power),
    ];
}

internal enum AccidentKind
{
    None,
    Failure,
    FailureHalfWay,
    DeathBefore,
    DeathHalfWay,
    DeathAfter,
    Term,
    DeathBetween,
}

/// <summary>What becomes of a journal that was written and not flushed, as file systems differ.</summary>
internal enum LossOfPower
{
    None,
    JournalIsEmpty,
    JournalIsGone,
    JournalIsOfTheFirstStep,
}

/// <summary>kill -9: nobody catches it, nothing is tidied up.</summary>
internal sealed class DeathException : Exception;
