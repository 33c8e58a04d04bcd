using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of making a home.</summary>
internal abstract partial record Happening
{
    internal sealed record CurrentInPlace(string Path, string Version) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "current is in place", "`init` found or made it");

        public override (string Name, object? Value)[] Facts => [("path", Path), ("version", Version)];
    }

    internal sealed record FolderWasThere(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "the folder exists already", "nothing to do");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }

    internal sealed record FolderMade(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "made the folder", "by `init`");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }

    internal sealed record BinaryCopied(string From, string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "copied the binary into place", "by `init`");

        public override (string Name, object? Value)[] Facts => [("from", From), ("path", Path)];
    }

    internal sealed record BinaryWasThere(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "the binary exists already", "nothing to do");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }

    internal sealed record BinaryStays(string Path, string NotCopied) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Warning, "another binary exists already and is not replaced; to run the new one, put it there by hand",
            "by `init`; nothing was replaced");

        public override (string Name, object? Value)[] Facts => [("path", Path), ("not_copied", NotCopied)];
    }

    internal sealed record BinaryUnfit(string Path, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Warning, "this binary cannot be started as it is",
            "`reason`; put another one there before the start");

        public override (string Name, object? Value)[] Facts => [("path", Path), ("reason", Reason)];
    }

    internal sealed record MadeExecutable(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "made it executable", "by `init`");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }

    internal sealed record ConfigSaysSo(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "config.toml has all these settings already", "nothing to do");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }

    internal sealed record ConfigStays(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            null, LogLevel.Info, "config.toml exists already and is not changed",
            "it differs from the environment; compare them");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }

    internal sealed record ConfigWritten(string Path) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(null, LogLevel.Info, "wrote config.toml", "by `init`, from the environment");

        public override (string Name, object? Value)[] Facts => [("path", Path)];
    }
}
