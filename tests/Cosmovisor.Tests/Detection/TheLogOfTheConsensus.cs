using System.Buffers.Binary;
using Cosmovisor.Chain;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary><c>data/cs.wal</c>, as CometBFT writes it and moves its files aside.</summary>
public static class TheLogOfTheConsensus
{
    private const string End = "12042202085"; // and one digit: the end of height 80 and up
    private const string Step = "120b0a090864120543757272";

    [Theory]
    [InlineData("wal", "0 4 step", "", "", 84L)]
    [InlineData("wal", "step", "wal.000", "3", 83L)] // it was moved aside just now
    [InlineData("wal.010", "7", "wal.009", "6", 87L)]
    [InlineData("wal", "4 cut", "", "", 84L)] // it is being written
    [InlineData("wal", "4 long", "wal.000", "3", 84L)]
    [InlineData("wal", "long 4", "", "", 84L)]
    [InlineData("wal", "step", "", "", null)]
    [InlineData("notes", "4", "", "", null)]
    public static void SaysWhichHeightIsDecided(string first, string messages, string second, string older, long? height)
    {
        using var home = new TemporaryHome();
        var folder = Directory.CreateDirectory(home.In("data/cs.wal")).FullName;
        File.WriteAllBytes(Path.Join(folder, first), Bytes(messages));

        if (second.Length > 0)
        {
            File.WriteAllBytes(Path.Join(folder, second), Bytes(older));
        }

        Assert.Equal(height, ConsensusLog.LastHeight(home.In("data")));
    }

    private static byte[] Bytes(string messages) => [.. messages.Split(' ').SelectMany(message => message switch
    {
        "step" => Framed(Convert.FromHexString(Step)),
        "long" => Framed(new byte[100_000]),
        "cut" => Framed(Convert.FromHexString(End + "9"))[..^2],
        _ => Framed(Convert.FromHexString(End + message)),
    })];

    private static byte[] Framed(byte[] message)
    {
        var head = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), message.Length);
        return [.. head, .. message];
    }
}
