using System.Security.Cryptography;
using Cosmovisor.Backups;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class SparseHashes
{
    private const int Block = SparseHash.Block;

    [Fact]
    public static void AreToldByTheContentAndNotByTheHolesOrTheParts() => (
        from blocks in Gen.Bool.Array[0, 12]
        from tail in Gen.Int[0, Block - 1]
        from part in Gen.Int[1, 5]
        select (blocks, tail, part)).Sample(file =>
    {
        var bytes = new byte[(file.blocks.Length * Block) + file.tail];

        for (var block = 0; block < file.blocks.Length; block++)
        {
            bytes[(block * Block) + (block * 37 % Block)] = (byte)(file.blocks[block] ? 1 : 0);
        }

        Assert.Equal(Of(bytes, bytes.Length + Block, skipHoles: false), Of(bytes, file.part * Block, skipHoles: true));
    });

    [Theory]
    [InlineData(0, 0, 1, 0)] // length
    [InlineData(3 * Block, 3 * Block, 3 * Block, (3 * Block) + 1)]
    public static void DifferByTheSize(int one, int other, int size, int otherSize) =>
        Assert.NotEqual(Finished(new byte[one], size), Finished(new byte[other], otherSize));

    [Fact]
    public static void DifferByThePlaceOfWhatIsNotZero()
    {
        var (first, second) = (new byte[4 * Block], new byte[4 * Block]);
        first[Block] = second[2 * Block] = 7;

        Assert.NotEqual(Finished(first, first.Length), Finished(second, second.Length));
    }

    [Fact]
    public static void AreAsTheDecisionHasThem()
    {
        byte[] bytes = [.. new byte[Block], .. Enumerable.Repeat((byte)5, 10)];
        byte[] text = [.. Enumerable.Repeat((byte)5, 10), .. BitConverter.GetBytes(
            (long)Block), .. BitConverter.GetBytes(10L), .. BitConverter.GetBytes(Block + 10L)];

        Assert.Equal($"sparse:{Convert.ToHexStringLower(SHA256.HashData(text))}", Finished(bytes, bytes.Length));
        Assert.True(SparseHash.Is(Finished(bytes, bytes.Length)));
    }

    private static string Finished(byte[] bytes, long size)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hash = new SparseHash(sha);
        hash.Add(0, bytes);
        return hash.Finish(size);
    }

    private static string Of(byte[] bytes, int part, bool skipHoles)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hash = new SparseHash(sha);

        for (var at = 0; at < bytes.Length; at += part)
        {
            var piece = bytes.AsSpan(at, Math.Min(part, bytes.Length - at));

            if (!skipHoles || piece.ContainsAnyExcept((byte)0))
            {
                hash.Add(at, piece);
            }
        }

        return hash.Finish(bytes.Length);
    }
}
