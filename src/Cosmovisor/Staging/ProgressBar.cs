using System.Diagnostics;

namespace Cosmovisor.Staging;

/// <summary>Shows a download to an operator who waits: one line, drawn over, on a terminal; a line for each tenth in a pipe.</summary>
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
        var speed = seconds > 0.5 ? $"  {Mebibytes((long)(value.Received / seconds))}/s" : "";
        output.Write($"\r[{new string('#', full)}{new string('.', Width - full)}] {Amount(value)}{speed}\u001b[K");
        output.Flush();
    }

    private void Tell(DownloadProgress value)
    {
        // Without a total, every 10 MiB will do.
        var tenths = value.Total is > 0 and var total ? value.Received * 10 / total : value.Received / (10 << 20);

        if (tenths > _told)
        {
            _told = tenths;
            output.WriteLine($"downloading: {Amount(value)}");
        }
    }

    private static string Amount(DownloadProgress value) =>
        value.Total is > 0 and var total ? $"{value.Received * 100 / total}% of {Mebibytes(total)}" : Mebibytes(value.Received);

    private static string Mebibytes(long bytes) => $"{bytes / 1048576.0:0.0} MiB";
}
