using Cosmovisor.Holds;
using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of the holds that a start of the daemon waits for.</summary>
internal abstract partial record Happening
{
    internal sealed record Held(Hold Hold) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "held", LogLevel.Info, "the daemon is not started while a hold is in force",
            "a hold asks to wait until a time (docs/holds.md): `hold`, `who`, `reason`, `until`. To start at once: `cosmovisorctl release NAME`");

        public override (string Name, object? Value)[] Facts =>
            [("hold", Hold.Name), ("until", TimeFormat.Utc(Hold.Until)), ("who", Hold.Who.Length > 0 ? Hold.Who : null), (
                "reason", Hold.Reason.Length > 0 ? Hold.Reason : null)];
    }

    internal sealed record Released(Hold Hold, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "released", LogLevel.Info, "a hold is over",
            "its time is over, or its file was removed. After the last hold the daemon is started");

        public override (string Name, object? Value)[] Facts => [("hold", Hold.Name), ("reason", Reason)];
    }

    /// <summary>Reported once for each file and reason.</summary>
    internal sealed record HoldRefused(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "hold-refused", LogLevel.Warning, "a file among the holds is refused and has no effect",
            "`file`, `reason`. The daemon is started anyway. Correct the file if it is needed");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }
}
