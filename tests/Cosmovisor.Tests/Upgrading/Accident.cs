using Cosmovisor.Upgrading;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>The one thing that goes wrong in a life of the supervisor.</summary>
/// <param name="Step">In which step; null for <paramref name="LogLine"/>.</param>
/// <param name="Kind">What.</param>
/// <param name="LogLine">Death at the n-th line of our log: the instants between two steps.</param>
internal sealed record Accident(UpgradeStep? Step, AccidentKind Kind, int LogLine = 0)
{
    private const int MostLogLines = 24;

    public static Accident None { get; } = new(null, AccidentKind.None);

    /// <summary>Everything that can go wrong once, and nothing at all.</summary>
    public static IEnumerable<Accident> All { get; } =
    [
        None,
        .. from step in Enum.GetValues<UpgradeStep>() where step != UpgradeStep.Switch
           from kind in Enum.GetValues<AccidentKind>() where kind is not (AccidentKind.None or AccidentKind.DeathBetween)
           select new Accident(step, kind),
        .. from line in Enumerable.Range(1, MostLogLines) select new Accident(null, AccidentKind.DeathBetween, line),
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

/// <summary>kill -9: nobody catches it, nothing is tidied up.</summary>
internal sealed class DeathException : Exception;
