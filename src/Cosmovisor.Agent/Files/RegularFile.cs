using System.Runtime.InteropServices;

namespace Cosmovisor.Agent.Files;

/// <summary>A file of the home, open for reading. What lies in its place and is not a regular file is never waited for.</summary>
internal static class RegularFile
{
    private const int NotThere = 2; // ENOENT

    /// <returns>Ok with null when there is none.</returns>
    public static Parsed<FileStream?> Open(string path)
    {
        var handle = Libc.TryOpen(path);

        if (handle is null)
        {
            return Marshal.GetLastPInvokeError() is NotThere ? Parsed.Ok<FileStream?>(null)
                : Parsed.Invalid<FileStream?>($"cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);

            // A folder lets itself be opened, and not read.
            if (file.CanSeek && RandomAccess.Read(handle, stackalloc byte[1], 0) >= 0)
            {
                return Parsed.Ok<FileStream?>(file);
            }

            file.Dispose();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            handle.Dispose();
        }

        return Parsed.Invalid<FileStream?>("is not a regular file");
    }

    /// <summary>The same for one who goes on without it.</summary>
    public static FileStream? TryOpen(string path) => Open(path).IsOk(out var file, out _) ? file : null;

    /// <summary>The whole of a small file.</summary>
    /// <returns>Ok with null when there is none.</returns>
    public static Parsed<byte[]?> Read(string path, int longest) => Open(path).Then(file =>
    {
        if (file is null)
        {
            return Parsed.Ok<byte[]?>(null);
        }

        using (file)
        {
            return ReadWhole(file, longest);
        }
    });

    private static Parsed<byte[]?> ReadWhole(FileStream file, int longest)
    {
        try
        {
            if (file.Length > longest)
            {
                return Parsed.Invalid<byte[]?>($"has {file.Length} bytes; at most {longest} are read");
            }

            var bytes = new byte[(int)file.Length];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parsed.Ok<byte[]?>(bytes[..length]);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Parsed.Invalid<byte[]?>($"cannot be read: {ex.Message}");
        }
    }
}
