namespace Cosmovisor.Staging;

/// <summary>A file that is looked into at many places close to each other: each look would be a call to the kernel.</summary>
internal sealed class BufferedFileBytes : IFileBytes
{
    private const int WindowSize = 64 * 1024;

    private readonly IFileBytes _file;
    private readonly byte[] _window = new byte[WindowSize];
    private long _start;
    private int _count;

    public BufferedFileBytes(IFileBytes file) => (_file, Length) = (file, file.Length);

    public long Length { get; }

    public bool Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length - into.Length)
        {
            return false;
        }

        if (into.Length > WindowSize)
        {
            return _file.Read(offset, into);
        }

        if (offset < _start || offset + into.Length > _start + _count)
        {
            (_start, _count) = (offset, (int)Math.Min(WindowSize, Length - offset));

            if (!_file.Read(offset, _window.AsSpan(0, _count)))
            {
                _count = 0;
                return false;
            }
        }

        _window.AsSpan((int)(offset - _start), into.Length).CopyTo(into);
        return true;
    }
}
