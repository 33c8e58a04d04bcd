using Cosmovisor.Events;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Confirming;

/// <summary>What is known of the last upgrade of a home, in this run and before it.</summary>
internal interface ILastUpgrade
{
    /// <summary>As the state has it; null for none.</summary>
    LastUpgrade? Last();

    /// <summary>Null for none, and where the history cannot be read.</summary>
    FinishedUpgrade? NewestOfHistory();

    /// <summary>Whether it was this run that first started its version.</summary>
    bool IsOfThisRun(LastUpgrade upgrade);

    /// <summary>Adds to the history how long the node was down. What the disk refuses is reported, and of no consequence.</summary>
    void Keep(Journal journal, Downtime down);
}
