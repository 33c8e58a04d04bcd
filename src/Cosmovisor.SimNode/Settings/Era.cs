namespace Cosmovisor.SimNode.Settings;

/// <summary>The Cosmos SDK the node is built with: its log format, its order of steps, its way of halting.</summary>
internal enum Era
{
    V038,
    V042,
    V045,
    V047,
    V050,
    V053,
}

internal static class Eras
{
    public const string Choices = "0.38, 0.42, 0.45, 0.47, 0.50 or 0.53";

    public static Era? Parse(string text) => text switch
    {
        "0.38" or "0.39" => Era.V038,
        "0.40" or "0.41" or "0.42" => Era.V042,
        "0.43" or "0.44" or "0.45" => Era.V045,
        "0.46" or "0.47" => Era.V047,
        "0.50" => Era.V050,
        "0.53" => Era.V053,
        _ => null,
    };

    /// <summary>Tendermint's own logger wrote to stdout, the zerolog of 0.40 to 0.47 to stderr, cosmossdk.io/log to the command's stdout.</summary>
    public static bool LogsToStderr(this Era era) => era is Era.V042 or Era.V045 or Era.V047;

    /// <summary>x/upgrade logs and panics; from 0.45 on the consensus routine is told here to survive that panic, as it does on a running node.</summary>
    public static HaltManner Halt(this Era era) => era < Era.V045 ? HaltManner.Panic : HaltManner.Consensus;

    /// <summary>0.38 had no plan file; 0.42 wrote it after its log line; later ones before.</summary>
    public static PlanFileMoment PlanFile(this Era era) => era switch
    {
        Era.V038 => PlanFileMoment.Never,
        Era.V042 => PlanFileMoment.After,
        _ => PlanFileMoment.Before,
    };
}
