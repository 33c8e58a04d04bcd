using System.Diagnostics;

namespace Cosmovisor.Staging;

/// <summary>Shows a download to whoever waits for it: one line that is drawn over on a terminal, a line for each tenth in a pipe.</summary>
internal sealed class ProgressBar(TextWriter output, bool isTerminal) : IProgress<DownloadProgress>
{
    private const int Width = 30;

    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _drawn;
    private long _told = -1;
    private bool _isOpen;

    public void Report(DownloadProgress value)
    {
        if (isTerminal)
        {
            Draw(value);
        }
        else
        {
            Tell(value);
        }
    }

    /// <summary>Leaves the line as it stands and begins a new one.</summary>
    public void End()
    {
        if (_isOpen)
        {
            output.WriteLine();
            _isOpen = false;
        }
    }

    private void Draw(DownloadProgress value)
    {
        if (_isOpen && value.Received != value.Total && Stopwatch.GetElapsedTime(_drawn) < BetweenDrawings)
        {
            return;
        }

        (_drawn, _isOpen) = (Stopwatch.GetTimestamp(), true);
        var full = value.Total is > 0 and var total ? (int)(value.Received * Width / total) : 0;
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var speed = seconds > 0.5 ? $"  {Megabytes((long)(value.Received / seconds))}/s" : "";
        output.Write($"\r[{new string('#', full)}{new string('.', Width - full)}] {Amount(value)}{speed}\u001b[K");
        output.Flush();
    }

    private void Tell(DownloadProgress value)
    {
        // Without a total, every 10 MB will do.
        var tenths = value.Total is > 0 and var total ? value.Received * 10 / total : value.Received / 10_000_000;

        if (tenths > _told)
        {
            _told = tenths;
            output.WriteLine($"downloading: {Amount(value)}");
        }
    }

    private static string Amount(DownloadProgress value) =>
        value.Total is > 0 and var total ? $"{value.Received * 100 / total}% of {Megabytes(total)}" : Megabytes(value.Received);

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.0} MB";
}
