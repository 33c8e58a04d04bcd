namespace Cosmovisor.Detection;

/// <summary>Finds in one stream of the daemon's output the lines that speak of an upgrade, however the reads cut it.</summary>
/// <remarks>
/// Every line that matters holds one of a few words, and nearly no other line does: so a chunk costs one vectorised search, and only a line
/// that holds one is cut out and read. The unfinished last line of a chunk is kept for the next. One stream of one life, one thread, one
/// scanner.
/// </remarks>
/// <param name="report">Receives what was found.</param>
/// <param name="heights">Looks at the lines about heights too: for a life that has a halt height.</param>
internal sealed class OutputScanner(Action<Observation> report, bool heights = false)
{
    /// <summary>
    /// Of a longer line only this much of its beginning is looked at: a node that never ends its line must not fill our memory.
    /// </summary>
    public const int LongestLine = 1024 * 1024;

    // Kept between lines; what a longer line needed is given back.
    private const int OrdinaryLine = 64 * 1024;

    private byte[] _buffer = [];
    private int _kept;
    private long? _lastBlock;
    private Observation? _blockError;
    private bool _hasCrashed;

    internal int BufferSize => _buffer.Length;

    /// <summary>Looks at the next bytes of the stream; reports what they complete, in the stream's order.</summary>
    public void Scan(ReadOnlySpan<byte> chunk)
    {
        if (_kept > 0)
        {
            var end = chunk.IndexOf((byte)'\n');
            if (end < 0)
            {
                Keep(chunk);
                return;
            }

            Keep(chunk[..end]);
            ReadKept();
            chunk = chunk[(end + 1)..];
        }

        var whole = chunk.LastIndexOf((byte)'\n') + 1;
        ReadLines(chunk[..whole]);
        Keep(chunk[whole..]);
    }

    /// <summary>The stream has ended: reads a last line that the node did not live to finish.</summary>
    public void End() => ReadKept();

    private void ReadLines(ReadOnlySpan<byte> lines)
    {
        while (IndexIn(lines) is >= 0 and var found)
        {
            var start = lines[..found].LastIndexOf((byte)'\n') + 1;
            var end = found + lines[found..].IndexOf((byte)'\n');
            Read(lines[start..end]);
            lines = lines[(end + 1)..];
        }
    }

    private void ReadKept()
    {
        Read(_buffer.AsSpan(0, _kept));
        _kept = 0;

        if (_buffer.Length > OrdinaryLine)
        {
            _buffer = [];
        }
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        // Cut here too, or a long line in one piece would be read otherwise than the same line in many.
        var head = line[..Math.Min(line.Length, LongestLine)];

        if (IndexIn(head) < 0)
        {
            return;
        }

        // First read, then remembered: the panic that halts the node says so itself.
        if (LogLine.Read(head) is { } seen && (_hasCrashed ? BehindACrash(seen) : Combined(seen)) is { } told)
        {
            report(told);
        }

        _hasCrashed |= GoCrash.Begins(head);
    }

    // What this line says together with those before it; null for one that says something only with those behind it.
    private Observation? Combined(Observation seen)
    {
        switch (seen)
        {
            case Observation.BlockMade { Height: var height }:
                _lastBlock = height;
                return null;
            case Observation.BlockFailed { Why: var why }:
                _blockError = why;
                return null;
            case Observation.ConsensusFailed:
                return _blockError is null ? null : Combined(_blockError);
            case Observation.HaltHeightReached halted:
                return halted with { At = _lastBlock ?? halted.At };
            default:
                return seen;
        }
    }

    // Any of it may be foreign text. A halt counts only beside an announcement that stood elsewhere.
    private static Observation? BehindACrash(Observation seen) => seen switch
    {
        Observation.Announced { Plan: var plan } => new Observation.Unusable(
            $"the announcement of \"{plan.Name}\" comes after a panic or a stack trace of the node, where any text may come from outside. It is ignored"),
        Observation.Halted halted => halted with { Plan = null },
        _ => null,
    };

    private int IndexIn(ReadOnlySpan<byte> bytes) => heights ? HeightWord.IndexIn(bytes) : UpgradeWord.IndexIn(bytes);

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var taken = bytes[..Math.Min(bytes.Length, LongestLine - _kept)];
        var needed = _kept + taken.Length;

        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Clamp(needed * 2, 4096, LongestLine));
        }

        taken.CopyTo(_buffer.AsSpan(_kept));
        _kept = needed;
    }
}
