namespace Cosmovisor.Staging;

/// <summary>A file that lies in memory: for what reads a binary or an archive at any place.</summary>
internal sealed class InMemory(byte[] bytes) : IFileBytes
{
    public long Length => bytes.Length;

    public bool Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > bytes.Length - into.Length)
        {
            return false;
        }

        bytes.AsSpan((int)offset, into.Length).CopyTo(into);
        return true;
    }
}
