using System.Buffers.Binary;
using System.Globalization;
using Cosmovisor.Linux;

namespace Cosmovisor.Chain;

/// <summary>
/// The log that the node's consensus writes ahead, <c>data/cs.wal/</c>: the one file of a node that says without asking it which height is
/// decided.
/// </summary>
/// <remarks>A full node has it too. While it syncs blocks nothing is written there, so it says "at least".</remarks>
internal static class ConsensusLog
{
    private const int Head = 8;
    private const int LongestMessage = 8 * 1024 * 1024; // CometBFT's own limit is 1 MiB and a bit
    private const int FilesToLookAt = 3;
    private const int Part = 64 * 1024;

    public static string PathIn(string data) => Path.Join(data, "cs.wal", "wal");

    /// <returns>The last height that is decided; null when no file says so, or none can be read.</returns>
    public static long? LastHeight(string data)
    {
        try
        {
            return Newest(PathIn(data)).Select(LastHeightOf).FirstOrDefault(height => height is not null);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null; // the node's alone, as a rule: an operator of another name is not told by it
        }
    }

    // The head, and then those it was moved aside to, "wal.000" and on: it may have been moved just now.
    private static IEnumerable<string> Newest(string head) => !Directory.Exists(Path.GetDirectoryName(head)) ? [] :
        Directory.EnumerateFiles(Path.GetDirectoryName(head)!, "wal.*")
            .Select(path => (Path: path, Number: Number(path))).Where(file => file.Number is not null).OrderByDescending(
                file => file.Number)
            .Select(file => file.Path).Prepend(head).Where(RegularFile.IsAt).Take(FilesToLookAt);

    // The pattern "wal.*" finds "wal" too.
    private static int? Number(string path) =>
        Path.GetExtension(path) is ['.', .. var digits]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? LastHeightOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Part);
        Span<byte> head = stackalloc byte[Head];
        Span<byte> message = stackalloc byte[WalMessage.LongestEnd];
        long? last = null;

        while (file.ReadAtLeast(head, Head, throwOnEndOfStream: false) == Head
            && BinaryPrimitives.ReadUInt32BigEndian(head[4..]) is > 0 and <= LongestMessage and var length)
        {
            if (length > message.Length)
            {
                _ = file.Seek(length, SeekOrigin.Current);
                continue;
            }

            var whole = message[..(int)length];

            if (file.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false) < whole.Length)
            {
                break; // it is being written
            }

            last = WalMessage.EndOfHeight(whole) ?? last;
        }

        return last;
    }
}
