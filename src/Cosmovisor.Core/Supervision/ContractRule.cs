namespace Cosmovisor.Supervision;

/// <summary>Which contract holds: section 1 of the contract.</summary>
internal static class ContractRule
{
    /// <param name="call">How we were called.</param>
    /// <param name="profile">COSMOVISOR_PROFILE of the environment, or else of config.toml; null or empty for none.</param>
    /// <param name="hasConfigFile">Whether there is a config.toml: only the SDK's cosmovisor has one.</param>
    /// <param name="lastRun">The contract in which the home's node was last run, if that is known.</param>
    /// <param name="sdkTrace">What shows that the SDK's cosmovisor was at home here; null for nothing.</param>
    public static ChosenContract Of(InvokedAs call, string? profile, bool hasConfigFile, Contract? lastRun, string? sdkTrace) => call switch
    {
        // No classic daemon is started with the word.
        InvokedAs.Run => new(Contract.Sdk, "run"),
        _ when profile is "sdk" => new(Contract.Sdk, "COSMOVISOR_PROFILE"),
        _ when profile is "classic" => new(Contract.Classic, "COSMOVISOR_PROFILE"),
        _ when hasConfigFile => new(Contract.Sdk, "config.toml"),

        // They speak of a node whose arguments they do not see. A daemon's own arguments never depend on what was run before.
        InvokedAs.OperatorsTool or InvokedAs.SharedWord when lastRun is { } contract => new(contract, "last run"),
        InvokedAs.OperatorsTool or InvokedAs.SharedWord when sdkTrace is not null => new(Contract.Sdk, sdkTrace) { IsAssumed = true },

        // Who types them without a daemon to have them is at home in the SDK's cosmovisor.
        InvokedAs.SharedWord => new(Contract.Sdk, ChosenContract.ByTheCall) { IsAssumed = true },
        _ => new(Contract.Classic, ChosenContract.ByDefault) { IsAssumed = true },
    };
}

/// <summary>The contract that holds.</summary>
/// <param name="Contract">Which.</param>
/// <param name="Origin">What decided it.</param>
internal sealed record ChosenContract(Contract Contract, string Origin)
{
    public const string ByDefault = "default";

    public const string ByTheCall = "called as cosmovisor";

    /// <summary>Whether neither the operator nor an earlier run has said so.</summary>
    public bool IsAssumed { get; init; }
}
