namespace Cosmovisor.Agent.Fleet;

/// <summary>Tells the lock server once that this node is steady, so that it gives back a lock from before this start.</summary>
/// <param name="server">Of the locks.</param>
/// <param name="notes">Whether something is under way that still needs the lock.</param>
/// <param name="news">Told when the server does not hear it.</param>
internal sealed class SteadyState(FleetLockClient server, NotesFile notes, FleetNews news)
{
    private bool _isSaid;

    /// <summary>As the protocol has it: first of all at a start, since the lock may be from before it.</summary>
    public async Task SayAsync(CancellationToken ct)
    {
        if (_isSaid || notes.Notes.UnderWay is not null)
        {
            return;
        }

        var why = await server.UnlockAsync(ct);
        _isSaid = why is null;

        if (why is not null)
        {
            news.Tell("lock", $"the lock server could not be informed that this node is steady: {why}");
        }
    }
}
