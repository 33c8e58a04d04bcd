namespace Cosmovisor.Agent.Fleet;

/// <summary>What the fleet's part of the agent says: each thing once, and again only when it became another.</summary>
internal sealed class FleetNews(Action<string> write)
{
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <param name="subject">What it is about; its last word counts.</param>
    /// <param name="words">The sentence.</param>
    public void Tell(string subject, string words)
    {
        lock (_gate)
        {
            if (_told.GetValueOrDefault(subject) == words)
            {
                return;
            }

            _told[subject] = words;
        }

        write(words);
    }

    /// <summary>It is so no more.</summary>
    public bool Over(string subject)
    {
        lock (_gate)
        {
            return _told.Remove(subject);
        }
    }
}
