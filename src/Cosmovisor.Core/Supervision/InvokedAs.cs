namespace Cosmovisor.Supervision;

/// <summary>How we were called, as far as a contract follows from it.</summary>
internal enum InvokedAs
{
    /// <summary><c>cosmovisor ARGS</c>: all of it is the daemon's.</summary>
    Arguments,

    /// <summary><c>cosmovisor run ARGS</c>, or a word that only the SDK's cosmovisor has.</summary>
    Run,

    /// <summary><c>cosmovisor init</c> and the other words that a daemon has as well, where they are ours.</summary>
    SharedWord,

    /// <summary><c>cosmovisorctl COMMAND</c>.</summary>
    OperatorsTool,
}
