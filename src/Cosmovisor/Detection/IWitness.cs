namespace Cosmovisor.Detection;

/// <summary>
/// Sees one side of the daemon and reports it, from whatever thread: begins with each life, ends with it. Witnesses only report; the
/// detector decides.
/// </summary>
/// <remarks>All of these are called on the main thread.</remarks>
internal interface IWitness
{
    /// <summary>A life begins: what was there before it is not news.</summary>
    void Begin(WatchedLife life);

    /// <summary>How long until <see cref="Look"/> has something to do; infinite for one that is woken by other means.</summary>
    TimeSpan IsDueIn => Timeout.InfiniteTimeSpan;

    /// <summary>Does what is due. Never waits.</summary>
    void Look()
    {
    }

    /// <summary>The daemon has ended: what is still to be seen of this life is reported before this returns.</summary>
    void End();
}
