namespace Cosmovisor.Staging;

/// <summary>A try that failed for a reason that may pass: worth another one.</summary>
/// <param name="reason">What happened, for the log and for the last refusal.</param>
/// <param name="retryAfter">When the server wants to be asked again, if it said so.</param>
/// <param name="cause">What was caught.</param>
internal sealed class DownloadInterruptedException(string reason, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(reason, cause)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
