namespace Cosmovisor.Staging;

/// <summary>How far a download has come.</summary>
/// <param name="Received">Bytes of the file that are here.</param>
/// <param name="Total">Bytes it will have, when the server said so.</param>
internal readonly record struct DownloadProgress(long Received, long? Total);
