using System.Diagnostics;
using Cosmovisor.Events;

namespace Cosmovisor.Staging;

/// <summary>Tells the log now and then how a download is coming along, and whoever else wants to know each time.</summary>
internal sealed class ProgressLog(DownloadUrl url, INews news, IProgress<DownloadProgress>? onward)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _told = Stopwatch.GetTimestamp();

    public void Report(DownloadProgress progress)
    {
        onward?.Report(progress);

        if (Stopwatch.GetElapsedTime(_told) >= Interval)
        {
            _told = Stopwatch.GetTimestamp();
            news.Tell(new Happening.Downloading(url.Shown, progress.Received, progress.Total, Stopwatch.GetElapsedTime(_began)));
        }
    }

    public void Done(long bytes, string sum) =>
        news.Tell(new Happening.Downloaded(url.Shown, bytes, sum, Stopwatch.GetElapsedTime(_began)));
}
