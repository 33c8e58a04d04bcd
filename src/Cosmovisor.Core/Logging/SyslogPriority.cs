using System.Globalization;

namespace Cosmovisor.Logging;

/// <summary>How grave a line is in the words of syslog(3), which systemd's journal has too.</summary>
internal static class SyslogPriority
{
    public static int Of(LogLevel level) => level switch
    {
        LogLevel.Debug => 7,
        LogLevel.Info => 6,
        LogLevel.Warning => 4,
        _ => 3,
    };

    /// <summary>What stands before a line on a stream that the journal reads (sd-daemon(3)); the journal takes it off.</summary>
    public static string Prefix(LogLevel level) => $"<{Of(level)}>";

    /// <summary>Whether an open file is the one that JOURNAL_STREAM names: a stream that the journal reads (systemd.exec(5)).</summary>
    /// <param name="variable">DEVICE:INODE; null or anything else for none.</param>
    /// <param name="device">Of the file, as stat(2) reports it.</param>
    /// <param name="inode">Of the file.</param>
    public static bool IsJournalStream(string? variable, ulong device, ulong inode) =>
        variable?.Split(':') is [var first, var second]
        && ulong.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var itsDevice)
        && ulong.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var itsInode)
        && (itsDevice, itsInode) == (device, inode);
}
