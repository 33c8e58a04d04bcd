namespace Cosmovisor.Logging;

/// <summary>A log that somebody else shows later: what it loses is not seen to be missing, and is reported elsewhere.</summary>
internal interface IKeptLog : ILog
{
    /// <summary>What it is written to.</summary>
    string Path { get; }

    /// <summary>Whether the newest line was lost.</summary>
    bool IsLosing { get; }

    /// <summary>Told the reason when the first line of all is lost.</summary>
    Action<string>? OnFirstLoss { get; set; }
}
