using Cosmovisor.Logging;

namespace Cosmovisor.Linux;

internal static class JournalStream
{
    private const int Fd = 2;

    /// <summary>Whether systemd's journal reads our standard error: JOURNAL_STREAM is inherited by whoever redirects it, too.</summary>
    public static bool IsStandardError(Func<string, string?> variable)
    {
        if (variable("JOURNAL_STREAM") is not { Length: > 0 } stream || !OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            var facts = FileFacts.OfOpen(Fd, "standard error");
            return SyslogPriority.IsJournalStream(stream, facts.DeviceNumber, facts.Inode);
        }
        catch (IOException)
        {
            return false; // it is closed
        }
    }
}
