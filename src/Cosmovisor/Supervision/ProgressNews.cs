using System.Diagnostics;
using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Staging;

namespace Cosmovisor.Supervision;

/// <summary>Tells how far a backup or a download is, once a second, from whatever thread does it.</summary>
internal sealed class ProgressNews(INews news) : IProgress<BackupProgress>, IProgress<DownloadProgress>
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private long _told = Stopwatch.GetTimestamp();
    private DownloadProgress _first;
    private long _began;

    public void Report(BackupProgress value)
    {
        if (IsTime())
        {
            news.Tell(new Happening.StepGoesOn($"backing up, {value}", value.Bytes, value.BytesInAll, value.Files));
        }
    }

    public void Report(DownloadProgress value)
    {
        // What an earlier try had left counts as received, but not into the rate of this one.
        if (_began == 0 || value.Total != _first.Total || value.Received < _first.Received)
        {
            (_first, _began) = (value, Stopwatch.GetTimestamp());
        }

        if (IsTime())
        {
            var words = Words(value, (value.Received - _first.Received) / Stopwatch.GetElapsedTime(_began).TotalSeconds);
            news.Tell(new Happening.StepGoesOn($"downloading, {words}", value.Received, value.Total, null));
        }
    }

    private bool IsTime()
    {
        if (Stopwatch.GetElapsedTime(_told) < Pace)
        {
            return false;
        }

        _told = Stopwatch.GetTimestamp();
        return true;
    }

    private static string Words(DownloadProgress value, double rate) => (value.Total, rate) switch
    {
        ({ } total, > 0) => $"{ByteCount.Text(value.Received)} of {ByteCount.Text(total)}, {ByteCount.Text((long)rate)}/s, {Math.Ceiling((total - value.Received) / rate)} s left",
        ({ } total, _) => $"{ByteCount.Text(value.Received)} of {ByteCount.Text(total)}",
        _ => ByteCount.Text(value.Received),
    };
}
