using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The entries of the fleet's schedule that this member has put on its node's own, by id, with their names.</summary>
/// <param name="notes">Where they are kept.</param>
internal sealed class TakenEntries(NotesFile notes)
{
    public bool Has(string id) => notes.Notes.Scheduled.ContainsKey(id);

    public void Add(FleetScheduleEntry entry) => Change(scheduled => scheduled[entry.Id] = entry.Name);

    public void Remove(string id) => Change(scheduled => scheduled.Remove(id));

    /// <summary>
    /// One that is asked no more: its mark says so, or another entry has its name, whose height may be another. Null for none.
    /// </summary>
    public (KeyValuePair<string, string> Noted, bool IsReplaced)? Outdated(IReadOnlyList<FleetScheduleEntry> schedule)
    {
        var scheduled = notes.Notes.Scheduled;

        foreach (var noted in scheduled)
        {
            if (schedule.FirstOrDefault(entry => entry.Name == noted.Value) is { } entry && (entry.Removed || entry.Id != noted.Key))
            {
                return (noted, entry.Id != noted.Key && scheduled.ContainsKey(entry.Id));
            }
        }

        return null;
    }

    private void Change(Action<SortedDictionary<string, string>> change)
    {
        notes.Change(all =>
        {
            var scheduled = new SortedDictionary<string, string>(all.Scheduled.ToDictionary(), StringComparer.Ordinal);
            change(scheduled);
            return all with { Scheduled = scheduled };
        });
    }
}
