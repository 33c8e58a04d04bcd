namespace Cosmovisor.Detection;

/// <summary>Several witnesses as one.</summary>
internal sealed class Witnesses(params IReadOnlyList<IWitness> all) : IWitness
{
    public void Begin(WatchedLife life)
    {
        foreach (var witness in all)
        {
            witness.Begin(life);
        }
    }

    public TimeSpan IsDueIn
    {
        get
        {
            var next = Timeout.InfiniteTimeSpan;

            foreach (var witness in all)
            {
                next = witness.IsDueIn is var wait
                    && (next == Timeout.InfiniteTimeSpan || (wait != Timeout.InfiniteTimeSpan && wait < next)) ? wait : next;
            }

            return next;
        }
    }

    public void Look()
    {
        foreach (var witness in all)
        {
            if (witness.IsDueIn == TimeSpan.Zero)
            {
                witness.Look();
            }
        }
    }

    public void End()
    {
        foreach (var witness in all)
        {
            witness.End();
        }
    }
}
