using System.Buffers.Binary;
using System.Numerics;

namespace Cosmovisor.Agent.Settings;

/// <summary>SHA-256 (FIPS 180-4) of a few bytes.</summary>
/// <remarks>The framework's loads OpenSSL, 4 MB that an agent without TLS never needs otherwise.</remarks>
internal static class Sha256
{
    private const int Block = 64;
    private const int LengthBytes = 8;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>In lower-case hexadecimal digits.</summary>
    public static string Hex(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length + LengthBytes + Block) / Block * Block];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padded.AsSpan(padded.Length - LengthBytes), data.Length * 8L);
        Span<uint> hash = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

        for (var at = 0; at < padded.Length; at += Block)
        {
            Add(hash, padded.AsSpan(at, Block));
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint) * hash.Length];

        for (var i = 0; i < hash.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(i * sizeof(uint))..], hash[i]);
        }

        return Convert.ToHexStringLower(bytes);
    }

    private static void Add(Span<uint> hash, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[Block];

        for (var i = 0; i < words.Length; i++)
        {
            words[i] = i < 16 ? BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..])
                : words[i - 16] + Small(words[i - 15], 7, 18, 3) + words[i - 7] + Small(words[i - 2], 17, 19, 10);
        }

        var (a, b, c, d, e, f, g, h) = (hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]);

        for (var i = 0; i < words.Length; i++)
        {
            var first = h + Big(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            var second = Big(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        Span<uint> next = [a, b, c, d, e, f, g, h];

        for (var i = 0; i < next.Length; i++)
        {
            hash[i] += next[i];
        }
    }

    private static uint Small(uint word, int first, int second, int shift) =>
        BitOperations.RotateRight(word, first) ^ BitOperations.RotateRight(word, second) ^ (word >> shift);

    private static uint Big(uint word, int first, int second, int third) =>
        BitOperations.RotateRight(word, first) ^ BitOperations.RotateRight(word, second) ^ BitOperations.RotateRight(word, third);
}
