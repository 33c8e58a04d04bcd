using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>What x/upgrade makes of a block before anything else may run in it.</summary>
internal abstract record BlockVerdict
{
    private BlockVerdict() { }

    internal sealed record Pass : BlockVerdict;

    internal sealed record Skipped(ChainPlan Plan) : BlockVerdict;

    internal sealed record Applied(ChainPlan Plan) : BlockVerdict;

    /// <summary>The plan is due and this binary does not contain it.</summary>
    internal sealed record Needed(ChainPlan Plan) : BlockVerdict;

    /// <summary>The plan is not due and this binary contains it already.</summary>
    internal sealed record TooEarly(ChainPlan Plan) : BlockVerdict;

    /// <summary>The chain has applied an upgrade that this binary does not contain.</summary>
    internal sealed record MissingPast(string Name) : BlockVerdict;
}
