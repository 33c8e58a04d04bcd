using Cosmovisor.Logging;
using Polly;
using Polly.Retry;

namespace Cosmovisor.Staging;

/// <summary>Tries again after pauses that grow and vary, or when the server says so.</summary>
internal static class RetryPolicy
{
    public static ResiliencePipeline For(StagingSettings settings, DownloadUrl url, ILog log) =>
        settings.Tries <= 1 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DownloadInterruptedException>(),
            MaxRetryAttempts = settings.Tries - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = settings.FirstPause,
            MaxDelay = settings.LongestPause,
            DelayGenerator = args => ValueTask.FromResult(Asked(args.Outcome.Exception, settings)),
            OnRetry = args =>
            {
                log.Warning("download interrupted, trying again", ("link", url.Shown), ("cause", args.Outcome.Exception?.Message), ("try", args.AttemptNumber + 2), ("pause", args.RetryDelay));
                return ValueTask.CompletedTask;
            },
        }).Build();

    private static TimeSpan? Asked(Exception? failure, StagingSettings settings) =>
        failure is DownloadInterruptedException { RetryAfter: { } wait }
            ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, settings.LongestRetryAfter.Ticks))
            : null;
}
