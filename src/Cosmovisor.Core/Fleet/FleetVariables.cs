namespace Cosmovisor.Fleet;

/// <summary>The environment variables of the fleet. The agent reads them; the supervisor knows that they are none of its own.</summary>
internal static class FleetVariables
{
    public const string Address = "COSMOVISOR_FLEET";
    public const string Authority = "COSMOVISOR_FLEET_CA";
    public const string Certificate = "COSMOVISOR_FLEET_CERT";
    public const string Key = "COSMOVISOR_FLEET_KEY";
    public const string User = "COSMOVISOR_FLEET_USER";
    public const string PasswordFile = "COSMOVISOR_FLEET_PASSWORD_FILE";
    public const string Labels = "COSMOVISOR_FLEET_LABELS";
    public const string Allow = "COSMOVISOR_FLEET_ALLOW";
    public const string Gate = "COSMOVISOR_FLEET_GATE";
    public const string Lock = "COSMOVISOR_FLEET_LOCK";
    public const string SignerGuard = "COSMOVISOR_SIGNER_GUARD";

    public static IReadOnlyList<string> All { get; } =
        [Address, Authority, Certificate, Key, User, PasswordFile, Labels, Allow, Gate, Lock, SignerGuard];
}
