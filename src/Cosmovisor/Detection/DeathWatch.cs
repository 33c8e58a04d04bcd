using System.Diagnostics;

namespace Cosmovisor.Detection;

/// <summary>What the first life of a new version says of its own end, on either stream.</summary>
/// <remarks>It costs nothing in any other life, nor after its time.</remarks>
/// <param name="within">How long it is listened to.</param>
internal sealed class DeathWatch(TimeSpan within)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private volatile Death? _seen;

    /// <summary>The last that was said; null for nothing that is known.</summary>
    public Death? Seen => _seen;

    public bool IsOver => Stopwatch.GetElapsedTime(_began) > within;

    /// <summary>For one stream.</summary>
    public DeathScanner Scanner() => new(death => _seen = death);
}
