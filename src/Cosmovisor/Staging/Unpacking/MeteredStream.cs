namespace Cosmovisor.Staging;

/// <summary>
/// Lets a reader read so much and no more, until it is let off: what a library reads before it shows us anything it keeps in memory.
/// </summary>
/// <param name="file">What is read, here and there.</param>
/// <param name="most">How many bytes may be read.</param>
/// <param name="refusal">What is said when it wants more.</param>
internal sealed class MeteredStream(Stream file, long most, string refusal) : Stream
{
    private long _left = most;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>From now on as much as it likes.</summary>
    public void LetOff() => _left = long.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var count = file.Read(buffer);
        _left -= count;
        return _left < 0 ? throw new RefusedException(refusal) : count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
