using Cosmovisor.Logging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>Of upgrades that a command asks for, without a height.</summary>
internal abstract partial record Happening
{
    /// <summary>Reported once for each request.</summary>
    internal sealed record UpgradeAsked(UpgradeRequest Request) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-asked", LogLevel.Info, "a command asks for another version",
            "`cosmovisorctl upgrade NAME --now`: it is carried out at once, or not before `after` (docs/patch-releases.md)");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Request.Name), ("from", Request.From), ("who", Request.Who.Length > 0 ? Request.Who : null), (
                "after", Request.At is { } at ? TimeFormat.Utc(at) : null)];
    }

    internal sealed record RequestHeld(string Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-held", LogLevel.Info, "the version that was asked for waits until no hold is in force; the node is not stopped before",
            "a hold would keep the new version from starting (docs/holds.md). `cosmovisorctl status` lists them");

        public override (string Name, object? Value)[] Facts => [("plan", Plan)];
    }

    internal sealed record RequestRefused(string Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-refused", LogLevel.Warning, "the version that was asked for is refused; nothing was changed",
            "`reason` says why; the node goes on as before. The command that asked says it too");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("reason", Reason)];
    }

    /// <summary>Reported once for each content.</summary>
    internal sealed record RequestUnreadable(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "request-unreadable", LogLevel.Warning, "the file in the place of an operator's request is not a request and is ignored",
            "`file`, `reason`; nothing is carried out. Remove it, and use the command");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }
}
