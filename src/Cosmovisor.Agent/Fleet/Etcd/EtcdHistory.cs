namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>Which history of etcd's data is being read, and for how long it has been the same one.</summary>
/// <remarks>
/// Reads go through the majority: while the data is the same, an answer is no older than any that had come before its question was put.
/// One may be older than another that was asked later and came first. A restored backup has another cluster id. Several threads ask.
/// </remarks>
internal sealed class EtcdHistory
{
    private readonly Lock _gate = new();
    private ulong _cluster;
    private long _revision;
    private int _number;

    /// <summary>Rises when the data is no longer what it was.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>The newest revision that was seen: to be taken before a question is put.</summary>
    public long Revision
    {
        get
        {
            lock (_gate)
            {
                return _revision;
            }
        }
    }

    /// <param name="cluster">Whose answer it is.</param>
    /// <param name="revision">What it tells of.</param>
    /// <param name="asked"><see cref="Revision"/> before the question.</param>
    public void Seen(ulong cluster, long revision, long asked)
    {
        lock (_gate)
        {
            var isAnother = _cluster != cluster || revision < asked;
            _number += isAnother ? 1 : 0;
            (_cluster, _revision) = (cluster, isAnother ? revision : Math.Max(_revision, revision));
        }
    }
}
