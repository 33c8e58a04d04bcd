namespace Cosmovisor.Supervision;

/// <summary>How far a life of the daemon has come.</summary>
internal enum LifePhase
{
    /// <summary>The daemon runs, as far as we have noticed.</summary>
    Running,

    /// <summary>It has ended, and its witnesses have reported what they still had.</summary>
    Ended,

    /// <summary>All of that has been observed, and what was still in doubt is settled.</summary>
    Settled,
}
