namespace Cosmovisor.Supervision;

/// <summary>Which contract holds, and with it whose words <c>init</c>, <c>config</c>, <c>version</c> and <c>help</c> are: section 1 of the contract.</summary>
internal static class ContractRule
{
    /// <param name="isRun">Whether the arguments begin with <c>run</c>, which no classic daemon is started with.</param>
    /// <param name="profile">COSMOVISOR_PROFILE of the environment, or else of config.toml; null or empty for none.</param>
    /// <param name="hasConfigFile">Whether there is a config.toml: only the SDK's cosmovisor has one.</param>
    public static Contract Of(bool isRun, string? profile, bool hasConfigFile) =>
        isRun ? Contract.Sdk
        : profile is "sdk" ? Contract.Sdk
        : profile is "classic" ? Contract.Classic
        : hasConfigFile ? Contract.Sdk
        : Contract.Classic;
}
