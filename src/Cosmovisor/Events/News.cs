namespace Cosmovisor.Events;

/// <summary>The one place that knows who hears of what happens. Whoever tells, tells this, and nobody else.</summary>
/// <param name="listeners">In the order in which they hear: the operator's log before all others.</param>
internal sealed class News(params INews[] listeners) : INews
{
    public void Tell(Happening happening)
    {
        foreach (var listener in listeners)
        {
            listener.Tell(happening);
        }
    }
}
