namespace Cosmovisor.SimNode.Settings;

/// <summary>The Cosmos SDK the node is built with: its log format, its order of steps, its way of halting.</summary>
internal enum Era
{
    V038,
    V042,
    V044,
    V045,
    V046,
    V047,
    V050,
    V053,
    V054,
    V055,
}

internal static class Eras
{
    public const string Choices = "0.38, 0.42, 0.44, 0.45, 0.46, 0.47, 0.50, 0.53, 0.54 or 0.55";

    public static Era? Parse(string text) => text switch
    {
        "0.38" or "0.39" => Era.V038,
        "0.40" or "0.41" or "0.42" => Era.V042,
        "0.43" or "0.44" => Era.V044,
        "0.45" => Era.V045,
        "0.46" => Era.V046,
        "0.47" => Era.V047,
        "0.50" => Era.V050,
        "0.53" => Era.V053,
        "0.54" => Era.V054,
        "0.55" => Era.V055,
        _ => null,
    };

    /// <summary>
    /// Tendermint's own logger wrote to stdout, the zerolog of 0.40 to 0.46 to stderr, that of 0.47 and cosmossdk.io/log to the command's
    /// stdout.
    /// </summary>
    public static bool LogsToStderr(this Era era) => era is >= Era.V042 and <= Era.V046;

    /// <summary>
    /// 0.38 panics. Later the consensus routine survives the panic (and since 0.50 the error) of a block, and the node stays.
    /// </summary>
    public static HaltManner Halt(this Era era) => era < Era.V042 ? HaltManner.Panic : HaltManner.Consensus;

    /// <summary>0.38 had no plan file; later ones write it before their log line.</summary>
    public static PlanFileMoment PlanFile(this Era era) => era < Era.V042 ? PlanFileMoment.Never : PlanFileMoment.Before;

    /// <summary>Up to 0.44.3 the file had a name and a height, and the links stood in the log alone.</summary>
    public static bool PlanFileHasInfo(this Era era) => era >= Era.V045;

    /// <summary>Since 0.46 the file is a whole plan, with the time that nobody uses.</summary>
    public static bool PlanFileHasTime(this Era era) => era >= Era.V046;

    /// <summary>The version of Tendermint or CometBFT, as /status tells it.</summary>
    public static string Consensus(this Era era) => era switch
    {
        Era.V038 => "0.33.9",
        <= Era.V044 => "0.34.14",
        <= Era.V046 => "0.34.24",
        Era.V047 => "0.37.2",
        <= Era.V054 => "0.38.19",
        _ => "0.39.0",
    };
}
