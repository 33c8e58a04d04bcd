using System.Globalization;

namespace Cosmovisor.Upgrading;

/// <summary>Whether a version may take the place of the one that runs now, without a height.</summary>
internal static class RequestRule
{
    /// <summary>
    /// A plan that is nearer than this in blocks, or than <see cref="NearTime"/>: an operator who is busy with a patch misses the upgrade.
    /// </summary>
    public const long NearBlocks = 1000;

    public static readonly TimeSpan NearTime = TimeSpan.FromHours(1);

    /// <param name="target">What <c>current</c> would point to.</param>
    /// <param name="from">What it pointed to when it was asked for.</param>
    /// <param name="current">What it points to.</param>
    /// <param name="plans">Those that come.</param>
    /// <param name="isForced">A near plan is not a reason against it.</param>
    /// <returns>Null when it may.</returns>
    public static string? WhyNot(string target, string from, string current, IEnumerable<PlanNearby> plans, bool isForced) =>
        current == target ? $"{target} is current already"
        : current != from ? $"current was pointed from {from} to {current} since it was asked for. Check it, and ask again"
        : !isForced && plans.Select(Near).FirstOrDefault(near => near is not null) is { } reason
            ? $"{reason}. Ask again after that upgrade, or add --force"
        : null;

    private static string? Near(PlanNearby plan) => plan switch
    {
        { BlocksLeft: null } => $"the upgrade \"{plan.Name}\" comes at height {Number(plan.Height)}, and how far that is, is not known",
        { BlocksLeft: <= NearBlocks and var blocks } =>
            $"the upgrade \"{plan.Name}\" is {Number(blocks)} blocks away (height {Number(plan.Height)}), and {Number(NearBlocks)} or fewer are too near",
        { TimeLeft: { } time } when time <= NearTime =>
            $"the upgrade \"{plan.Name}\" is {Number((long)Math.Ceiling(time.TotalMinutes))} minutes away (height {Number(plan.Height)}), and an hour or less is too near",
        _ => null,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An upgrade that comes, and how far away it is.</summary>
/// <param name="Name">The plan's.</param>
/// <param name="Height">The plan's.</param>
/// <param name="BlocksLeft">Null where the node's height is not known.</param>
/// <param name="TimeLeft">Null where its pace is not known.</param>
internal sealed record PlanNearby(string Name, long Height, long? BlocksLeft, TimeSpan? TimeLeft)
{
    /// <param name="name">The plan's.</param>
    /// <param name="height">The plan's.</param>
    /// <param name="reached">The node's last block, as far as is known.</param>
    /// <param name="secondsPerBlock">Its pace, as far as is known.</param>
    public static PlanNearby Of(string name, long height, long? reached, double? secondsPerBlock)
    {
        var left = reached is { } at ? Math.Max(0, height - at) : (long?)null;
        return new PlanNearby(name, height, left,
            left * secondsPerBlock is { } seconds && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null);
    }
}
