namespace Cosmovisor.Staging;

/// <summary>A file to be looked into here and there.</summary>
internal sealed class FileOnDisk(string path) : IFileBytes, IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public long Length => _file.Length;

    public bool Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length - into.Length)
        {
            return false;
        }

        _file.Position = offset;
        return _file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }

    public void Dispose() => _file.Dispose();
}
