using Cosmovisor.Backups;
using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Whose words are not ours alone: what programs say, how far a step is, and sentences that their room makes.</summary>
internal abstract partial record Happening
{
    /// <param name="Line">Of its output.</param>
    /// <param name="Hook">Its name.</param>
    internal sealed record HookSaid(string Line, string Hook) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "… hook=NAME", "what the script or `pre-upgrade` says");

        public override string Words => Line;

        public override (string Name, object? Value)[] Facts => [("hook", Hook)];
    }

    internal sealed record BackupCommandSaid(string Line, bool IsError) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Info, "backup command says", "a `line` of its output, or an `error`");

        public override (string Name, object? Value)[] Facts => [(IsError ? "error" : "line", Line)];
    }

    /// <summary>A child of ours that works on foreign bytes, or asks the node.</summary>
    internal sealed record ChildSaid(LogLevel HowGrave, string Says, (string Name, object? Value)[] Fields) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Info, "… of a download or a look ahead", "the messages of a child process of cosmovisor, with their facts");

        // It has seen foreign bytes: it tells of its own work, and of nothing else.
        private static readonly string[] Its =
        [
            "plan-scheduled", "plan-changed", "plan-cancelled", "readiness-changed", "look-ahead-trouble",
            "downloaded", "download-interrupted", "download-warning", "signature-valid", "info-mended", "trial-unclear",
        ];

        /// <summary>As the child has named it.</summary>
        public string? OfEvent { get; init; }

        public override string? Event => Its.Contains(OfEvent) ? OfEvent : null;

        public override LogLevel Level => HowGrave;

        public override string Words => Says;

        public override (string Name, object? Value)[] Facts =>
            [("plan", Field("plan")), ("height", long.TryParse(Field("height"), out var height) ? height : null), ("link", Field("link"))];

        public override (string Name, object? Value)[] LogFacts => Fields;

        private string? Field(string name) => Fields.FirstOrDefault(field => field.Name == name).Value?.ToString();
    }

    /// <param name="What">Backing up, or restoring.</param>
    /// <param name="Progress">How far.</param>
    internal sealed record CopyGoesOn(string What, BackupProgress Progress) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Info, "backing up` or `restoring", "every ten seconds: how far it is, how fast, and how long it will take");

        public override string Words => What;

        public override (string Name, object? Value)[] Facts =>
        [
            ("files", $"{Progress.Files}/{Progress.FilesInAll}"), (
                "bytes", $"{Progress.Bytes}/{Progress.BytesInAll}"),
            ("per_second", ByteCount.Text((long)Progress.Rate)), (
                "left", Progress.Left is { } left ? $"{Math.Ceiling(left.TotalSeconds)}s" : null),
        ];
    }

    /// <summary>Every second of a long step, for the service manager's status and the state.</summary>
    /// <param name="HowFar">For people.</param>
    /// <param name="Bytes">Done.</param>
    /// <param name="Total">In all, where that is known.</param>
    /// <param name="Files">Done, where it has files.</param>
    internal sealed record StepGoesOn(string HowFar, long Bytes, long? Total, long? Files) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "…", "how far a long step is") { IsLogged = false };

        public override string Words => HowFar;

        public override (string Name, object? Value)[] Facts => [("bytes", Bytes), ("total", Total), ("files", Files)];
    }

    internal sealed record SettingWarning(string Says) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("setting-warning", LogLevel.Warning, "the variable … has no effect",
            "and similar: a setting that has no effect, or a variable that looks like a setting and is not one; often misspelt");

        public override string Words => Says;

        public override (string Name, object? Value)[] Facts => [];
    }

    internal sealed record DownloadWarning(string Says, string Link) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "download-warning", LogLevel.Warning, "… link=…", "why this link is not well protected, such as one without a checksum");

        public override string Words => Says;

        public override (string Name, object? Value)[] Facts => [("link", Link)];
    }

    internal sealed record SignStateSilence(string Says, string Backup) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "sign-state-kept", LogLevel.Warning, "… backup=NAME", "until which height the restored node does not sign, and why");

        public override string Words => Says;

        public override (string Name, object? Value)[] Facts => [("backup", Backup)];
    }

    internal sealed record ScheduleWaits(string Says) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "schedule-waits", LogLevel.Warning,
            "the daemon's own --halt-height N wins, …` or `the node's own halt-height N (config/app.toml) comes first, …` or `the upgrade … cannot be armed: …",
            "the schedule waits until you take that flag or setting away; without the flag `--halt-height` an entry is carried out only if the chain asks for it too");

        public override string Words => Says;

        public override (string Name, object? Value)[] Facts => [];
    }
}
