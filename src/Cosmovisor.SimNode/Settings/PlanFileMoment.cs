namespace Cosmovisor.SimNode.Settings;

/// <summary>When <c>data/upgrade-info.json</c> is written, seen from the announcement's log line.</summary>
internal enum PlanFileMoment
{
    Before,
    After,
    Never,
    Half,
    Early,
}

internal static class PlanFileMoments
{
    public const string Choices = "before, after, never, half or early";

    public static PlanFileMoment? Parse(string text) => text switch
    {
        "before" => PlanFileMoment.Before,
        "after" => PlanFileMoment.After,
        "never" => PlanFileMoment.Never,
        "half" => PlanFileMoment.Half,
        "early" => PlanFileMoment.Early,
        _ => null,
    };
}
