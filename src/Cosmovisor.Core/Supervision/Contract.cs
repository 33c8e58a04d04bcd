namespace Cosmovisor.Supervision;

/// <summary>Whose habits we keep: see section 1 of the contract.</summary>
internal enum Contract
{
    /// <summary>The forks that read the daemon's output: every argument is the daemon's, nothing of ours on its streams.</summary>
    Classic,

    /// <summary>The Cosmos SDK's cosmovisor 1.x: <c>run ARGS</c>, our log on standard error.</summary>
    Sdk,
}
