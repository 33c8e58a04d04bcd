using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of getting a binary into its place.</summary>
internal abstract partial record Happening
{
    internal sealed record InfoMended(string Slip) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "info-mended", LogLevel.Warning, "the plan's info is not valid JSON, but it could be read",
            "`slip` says what was wrong; tell the chain's developers");

        public override (string Name, object? Value)[] Facts => [("slip", Slip)];
    }

    internal sealed record FolderInAnotherCase(string Plan, string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "folder-in-another-case", LogLevel.Warning, "the upgrade's folder differs from its name in the case of letters",
            "`folder` was taken; name it as the plan");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("folder", Folder)];
    }

    internal sealed record PlacedByHandMeanwhile(string Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "placed-by-hand", LogLevel.Warning, "a binary was placed by hand meanwhile; the downloaded one is removed",
            "yours is used");

        public override (string Name, object? Value)[] Facts => [("plan", Plan)];
    }

    internal sealed record Staged(string Plan, string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "staged", LogLevel.Info, "staged",
            "the new binary is whole, executable and in its place, `folder`");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("folder", Folder)];
    }

    internal sealed record Restaged(string Plan, string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restaged", LogLevel.Info, "the info of a coming upgrade has changed; the binary that it names now is in place",
            "in `folder`. The one before was fetched by us too; what an operator has placed is never replaced");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("folder", Folder)];
    }

    internal sealed record Unstaged(string Plan, string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "unstaged", LogLevel.Info, "an upgrade was cancelled; the binary that was fetched for it is removed",
            "from `folder`. What an operator has placed stays");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("folder", Folder)];
    }

    internal sealed record TrialUnclear(string Note) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "trial-unclear", LogLevel.Warning, "the new binary starts, but its \"version\" command gave no clear answer",
            "`note` has what it said; check whether it is the right binary");

        public override (string Name, object? Value)[] Facts => [("note", Note)];
    }

    internal sealed record SignatureValid(string Link, string Comment) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "signature-valid", LogLevel.Info, "signature is valid", "`comment` is the signer's own");

        public override (string Name, object? Value)[] Facts => [("link", Link), ("comment", Comment)];
    }

    internal sealed record Downloading(string Link, long? Bytes, long? Of, TimeSpan? For) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Info, "downloading", "`link`, without its secrets, and how far it is");

        public override (string Name, object? Value)[] Facts => [("link", Link), ("bytes", Bytes), ("of", Of), ("for", For)];
    }

    internal sealed record Downloaded(string Link, long Bytes, string Checksum, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("downloaded", LogLevel.Info, "downloaded", "what came, and its `checksum`");

        public override (string Name, object? Value)[] Facts => [("link", Link), ("bytes", Bytes), ("checksum", Checksum), ("took", Took)];
    }

    internal sealed record DownloadInterrupted(string Link, string Cause, int Try, TimeSpan Pause) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "download-interrupted", LogLevel.Warning, "download interrupted, trying again",
            "`cause`; it goes on where it was cut if the server can");

        public override (string Name, object? Value)[] Facts => [("link", Link), ("cause", Cause), ("try", Try), ("pause", Pause)];
    }

    internal sealed record LeftoversStay(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "leftovers-stay", LogLevel.Warning, "what an interrupted staging left behind could not be removed",
            "`reason`; they only take space");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }

    internal sealed record StagingLeftoversRemoved(string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "leftovers-removed", LogLevel.Info, "removing what an interrupted staging left behind",
            "after a crash");

        public override (string Name, object? Value)[] Facts => [("folder", Folder)];
    }

    internal sealed record StagingWaits(string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "staging-waits", LogLevel.Info, "waiting: another process is staging a binary in this home",
            "`prepare` by hand, or a look ahead; it goes on by itself");

        public override (string Name, object? Value)[] Facts => [("folder", Folder)];
    }
}
