using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Scheduling;

/// <summary>What is told of the schedule before a life, long before it matters.</summary>
/// <param name="binaries">Looked for long before they are needed.</param>
/// <param name="arguments">The daemon's.</param>
/// <param name="news">Informed.</param>
internal sealed class ScheduleWords(ExpectedBinaries binaries, IReadOnlyList<string> arguments, INews news)
{
    private const int FirstThatHaltsAloud = 50;

    public void TellOfTheChains(IEnumerable<UpgradePlan> entries)
    {
        foreach (var plan in entries)
        {
            news.Tell(new Happening.ScheduledByTheChain(plan.Name, plan.Height));
        }
    }

    public void TellOfBinaries(IEnumerable<UpgradePlan> entries)
    {
        foreach (var plan in entries)
        {
            if (binaries.TroubleWith(plan) is { Reason: var reason })
            {
                news.Tell(new Happening.ScheduledBinaryMissing(plan.Name, plan.Height, reason));
            }
        }
    }

    /// <param name="binary">What runs: since SDK 0.50 the halt is an error of the consensus, and no level hides it.</param>
    public void TellOfItsLevel(string binary)
    {
        if (DaemonArguments.LevelThatHidesTheHalt(arguments) is { } level && BuiltWith.SdkMinor(binary) is null or < FirstThatHaltsAloud)
        {
            news.Tell(new Happening.LogLevelHidesHalt(level));
        }
    }
}
