using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Logging;

/// <summary>Our log in systemd's journal: an entry for each happening, with its facts as fields (see <see cref="JournalEntry"/>).</summary>
/// <remarks>
/// A journal that is away, or slow, loses entries and nothing else: nothing is waited for, and nothing is kept open. The lost ones are
/// counted in the next that is taken.
/// </remarks>
/// <param name="isOnStandardError">Whether the same journal reads our standard error.</param>
/// <param name="path">Of the journal's socket.</param>
internal sealed class JournalLog(bool isOnStandardError, string path = JournalLog.Socket) : IKeptLog
{
    public const string Socket = "/run/systemd/journal/socket";

    private readonly Lock _gate = new();
    private int _lost; // since the last one that was taken
    private long _allLost;

    public string Path => path;

    public bool IsLosing => Volatile.Read(ref _lost) > 0;

    public Action<string>? OnFirstLoss { get; set; }

    public long Lost => Interlocked.Read(ref _allLost);

    public bool IsSeenOnStandardError => isOnStandardError && !IsLosing;

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Send(JournalEntry.Of(level, text, facts));

    void INews.Tell(Happening happening)
    {
        if (happening.Kind.IsLogged)
        {
            Send(JournalEntry.Of(happening));
        }
    }

    private void Send(byte[] entry)
    {
        string? firstLoss = null;

        lock (_gate)
        {
            if (_lost > 0 && UnixDatagram.Send(path, JournalEntry.Of(LogLevel.Warning, "log lines were lost", ("lines", _lost))))
            {
                _lost = 0;
            }

            if (!UnixDatagram.Send(path, entry))
            {
                _lost++;
                firstLoss = Interlocked.Increment(ref _allLost) == 1 ? Errno.LastText : null;
            }
        }

        if (firstLoss is not null)
        {
            OnFirstLoss?.Invoke(firstLoss);
        }
    }
}
