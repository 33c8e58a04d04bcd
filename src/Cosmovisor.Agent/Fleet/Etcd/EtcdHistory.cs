namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>Which history of etcd's data is being read, and for how long it has been the same one.</summary>
/// <remarks>
/// Reads go through the majority, so their revisions never fall while the data is the same. A restored backup has another cluster id.
/// </remarks>
internal sealed class EtcdHistory
{
    private ulong _cluster;
    private long _revision;

    /// <summary>Rises when the data is no longer what it was.</summary>
    public int Number { get; private set; }

    public void Seen(ulong cluster, long revision)
    {
        if (_cluster != cluster || revision < _revision)
        {
            Number++;
        }

        (_cluster, _revision) = (cluster, revision);
    }
}
