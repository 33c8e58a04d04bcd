namespace Cosmovisor.Testing;

/// <summary>What came out of a pipe so far.</summary>
internal sealed class CollectedBytes
{
    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return [.. _bytes];
            }
        }
    }

    /// <summary>Reads it to its end, on a thread of its own: a pool that blocked readers fill up would hold up the tests.</summary>
    public Task ReadAsync(Stream stream) => Task.Factory.StartNew(
        () => Read(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Read(Stream stream)
    {
        var buffer = new byte[64 * 1024];

        while (stream.Read(buffer) is > 0 and var count)
        {
            lock (_gate)
            {
                _bytes.AddRange(buffer.AsSpan(0, count));
            }
        }
    }
}
