using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Cosmovisor.Agent.Files;

/// <summary>What a binary is: never run, only read.</summary>
/// <param name="Sha256">Of the whole file, in hex.</param>
/// <param name="Version">As the SDK's build flags wrote it into the binary; null where they are not in it.</param>
internal sealed record BinarySeen(string Sha256, string? Version)
{
    private const int AtOnce = 1024 * 1024;
    private const int LongestVersion = 64;
    private const int MostKept = 100;

    // Read again only where the file is another one.
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), BinarySeen> Kept = new();

    private static ReadOnlySpan<byte> Mark => "cosmos-sdk/version.Version="u8;

    /// <returns>Null where it cannot be read.</returns>
    public static BinarySeen? Of(string path)
    {
        var info = new FileInfo(path);
        var key = (path, info.Exists ? info.Length : 0, info.LastWriteTimeUtc);

        if (Kept.TryGetValue(key, out var known))
        {
            return known;
        }

        using var file = RegularFile.TryOpen(path);

        if (file is null || Read(file) is not { } seen)
        {
            return null;
        }

        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept[key] = seen;
    }

    private static BinarySeen? Read(FileStream file)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = new byte[AtOnce];
            var (kept, version) = (0, (string?)null);

            // The end of each part is looked at again with the next, so that a mark between two of them is found.
            for (int count; (count = file.ReadAtLeast(bytes.AsSpan(kept), bytes.Length - kept, throwOnEndOfStream: false)) > 0;)
            {
                hash.AppendData(bytes, kept, count);
                var part = bytes.AsSpan(0, kept + count);
                version ??= VersionIn(part);
                kept = Math.Min(part.Length, Mark.Length + LongestVersion);
                part[^kept..].CopyTo(bytes);
            }

            return new BinarySeen(Convert.ToHexStringLower(hash.GetHashAndReset()), version);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? VersionIn(ReadOnlySpan<byte> part)
    {
        var at = part.IndexOf(Mark);

        if (at < 0)
        {
            return null;
        }

        var value = part[(at + Mark.Length)..];
        var end = 0;

        while (end < value.Length && end < LongestVersion && value[end] is > (byte)' ' and < 0x7f and not ((byte)'"' or (byte)'\''))
        {
            end++;
        }

        return end is > 0 and < LongestVersion ? Encoding.ASCII.GetString(value[..end]) : null;
    }
}
