using Cosmovisor.Events;

namespace Cosmovisor.Staging;

/// <summary>The parts of staging that look at foreign bytes. Whoever asks for them sees checked results and reasons only.</summary>
internal interface IStagingWork
{
    /// <summary>Downloads a file and what belongs to it.</summary>
    /// <param name="order">What, and where to.</param>
    /// <param name="news">Informed of retries and checksums.</param>
    /// <param name="progress">Receives how far it is.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="RefusedException">It cannot be had, and why.</exception>
    Task FetchAsync(FetchOrder order, INews news, IProgress<DownloadProgress>? progress, CancellationToken ct);

    /// <summary>Unpacks and arranges it, and reads what came out of it.</summary>
    /// <returns>The version's folder, in the order's tree.</returns>
    /// <exception cref="RefusedException">It is not a version that could be started here.</exception>
    Task<string> UnpackAsync(UnpackOrder order, INews news, CancellationToken ct);

    /// <summary>Starts a binary once.</summary>
    Task<TrialVerdict> TryAsync(TrialOrder order, CancellationToken ct);
}
