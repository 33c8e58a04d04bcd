using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>A "download" from this machine: file links and plain paths.</summary>
internal static class FileSource
{
    private const int BufferSize = 128 * 1024;

    public static async Task FetchAsync(DownloadUrl url, PartialFile file, Action<DownloadProgress> progress, CancellationToken ct)
    {
        var path = url.Address.LocalPath;

        if (Directory.Exists(path) || !RegularFile.IsAt(path))
        {
            throw new RefusedException(
                $"{path} {(Directory.Exists(path) ? "is a folder, and the link must name a file (an archive or the binary)" : "is not there, or is not a regular file")}");
        }

        try
        {
            await using var source = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            var buffer = new byte[BufferSize];
            file.StartOver();

            while (await source.ReadAsync(buffer, ct) is > 0 and var count)
            {
                file.Append(buffer.AsSpan(0, count));
                progress(new DownloadProgress(file.Length, source.Length));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot read {path}: {e.Message}", e);
        }
    }
}
