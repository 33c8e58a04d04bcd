namespace Cosmovisor.Staging;

/// <summary>A stream whose first bytes were looked at and are still to be read.</summary>
internal sealed class PeekedStream : ForwardStream
{
    private readonly Stream _rest;
    private readonly byte[] _first;
    private int _given;

    public PeekedStream(Stream stream, int length)
    {
        _rest = stream;
        var first = new byte[length];
        _first = first[..stream.ReadAtLeast(first, length, throwOnEndOfStream: false)];
    }

    public ReadOnlySpan<byte> First => _first;

    public override int Read(Span<byte> buffer)
    {
        if (_given == _first.Length)
        {
            return _rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, _first.Length - _given);
        _first.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
