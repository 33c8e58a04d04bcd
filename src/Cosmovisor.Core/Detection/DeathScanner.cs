namespace Cosmovisor.Detection;

/// <summary>Finds in one stream of a new version's first life the last line that says why it ends, however the reads cut it.</summary>
/// <remarks>Behind a panic or a stack any text may be foreign: nothing of that is read.</remarks>
/// <param name="report">Informed of each such line.</param>
internal sealed class DeathScanner(Action<Death> report)
{
    private readonly byte[] _line = new byte[DeathText.LongestLine];
    private int _kept;
    private bool _hasCrashed;

    /// <summary>Looks at the next bytes of the stream.</summary>
    public void Scan(ReadOnlySpan<byte> chunk)
    {
        while (!_hasCrashed && chunk.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_kept == 0)
            {
                Read(chunk[..end]);
            }
            else
            {
                Keep(chunk[..end]);
                End();
            }

            chunk = chunk[(end + 1)..];
        }

        Keep(chunk);
    }

    /// <summary>The stream has ended: reads a last line that the node did not live to finish.</summary>
    public void End()
    {
        if (!_hasCrashed)
        {
            Read(_line.AsSpan(0, _kept));
        }

        _kept = 0;
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        var head = line[..Math.Min(line.Length, DeathText.LongestLine)];

        if (DeathText.Read(head) is { } death)
        {
            report(death);
        }

        _hasCrashed = GoCrash.Begins(head);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var taken = bytes[..Math.Min(bytes.Length, _line.Length - _kept)];
        taken.CopyTo(_line.AsSpan(_kept));
        _kept += taken.Length;
    }
}
