using Cosmovisor.Detection;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>One life of the daemon: its process and the pumps of its streams.</summary>
internal sealed class Daemon(Child child, IReadOnlyList<OutputPump> pumps)
{
    public Child Child => child;

    public IReadOnlyList<OutputPump> Pumps => pumps;

    public bool HasEnded => child.End is not null;

    /// <summary>From the end of the life before to the start of this one; null for the first.</summary>
    public TimeSpan? Downtime { get; set; }

    /// <summary>It did not end within its grace.</summary>
    public bool WasKilled { get; set; }

    /// <summary>How it ended is in the log.</summary>
    public bool EndIsTold { get; set; }

    /// <summary>Once it is known that it runs: should that fail, somebody has to end it.</summary>
    /// <exception cref="RefusedException">Its output cannot be read.</exception>
    public void BeginPumps(WatchedLife life)
    {
        foreach (var pump in pumps)
        {
            pump.Begin(life);
        }
    }

    /// <summary>After its end and its descendants': everything it said has been seen, even if our own reader is stuck.</summary>
    public void EndPumps()
    {
        foreach (var pump in pumps)
        {
            pump.End();
        }
    }
}
