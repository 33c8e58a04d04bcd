using System.Security.Cryptography;
using Cosmovisor.Events;

namespace Cosmovisor.Staging;

/// <summary>Tries a download again after pauses that grow and vary, or when the server says so.</summary>
internal sealed class RetryPolicy(StagingSettings settings, DownloadUrl url, INews news)
{
    /// <exception cref="DownloadInterruptedException">The last try was interrupted too.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> attempt, CancellationToken ct)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await attempt(ct);
                return;
            }
            catch (DownloadInterruptedException interrupted) when (tried < settings.Tries)
            {
                var pause = Asked(interrupted) ?? Pause(tried);
                news.Tell(new Happening.DownloadInterrupted(url.Shown, interrupted.Message, tried + 1, pause));
                await Task.Delay(pause, ct);
            }
        }
    }

    // Doubled each time, and up to half of it taken away by chance: a thousand nodes that lost one server do not all come back in one
    // second.
    private TimeSpan Pause(int tried)
    {
        var doubled = settings.FirstPause * Math.Pow(2, Math.Min(tried - 1, 30));
        var most = doubled < settings.LongestPause ? doubled : settings.LongestPause;
        return most * (1 - (RandomNumberGenerator.GetInt32(501) / 1000d));
    }

    private TimeSpan? Asked(DownloadInterruptedException interrupted) => interrupted.RetryAfter is { } wait
        ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, settings.LongestRetryAfter.Ticks))
        : null;
}
