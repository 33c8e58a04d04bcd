namespace Cosmovisor.Logging;

/// <summary>Where cosmovisor's log goes: the values of COSMOVISOR_LOG.</summary>
internal enum LogPlace
{
    /// <summary>As the contract has it: <see cref="File"/> in the classic one, <see cref="StandardError"/> in the sdk one.</summary>
    Auto,

    /// <summary><c>cosmovisor/cosmovisor.log</c>.</summary>
    File,

    /// <summary>Standard error, which the daemon has too.</summary>
    StandardError,

    /// <summary>systemd's journal, with fields.</summary>
    Journal,

    /// <summary>Nowhere: what happens is in <c>events.jsonl</c> alone.</summary>
    None,
}

internal static class LogPlaces
{
    public static Parsed<LogPlace> Parse(string text) => text switch
    {
        "" or "auto" => Parsed.Ok(LogPlace.Auto),
        "file" => Parsed.Ok(LogPlace.File),
        "stderr" => Parsed.Ok(LogPlace.StandardError),
        "journal" => Parsed.Ok(LogPlace.Journal),
        "none" => Parsed.Ok(LogPlace.None),
        _ => Parsed.Invalid<LogPlace>($"must be auto, file, stderr, journal or none, not \"{text}\""),
    };
}
