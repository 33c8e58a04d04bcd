namespace Cosmovisor.Supervision;

/// <summary>A contract as settings, files and the log name it.</summary>
internal static class ContractName
{
    public static string Of(Contract contract) => contract == Contract.Sdk ? "sdk" : "classic";
}
