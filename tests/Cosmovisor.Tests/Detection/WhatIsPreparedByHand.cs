using Cosmovisor.Detection;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>A change in <c>upgrades/</c> or of the schedule asks for a look ahead, wherever in there it is.</summary>
public static class WhatIsPreparedByHand
{
    [Theory]
    [InlineData("schedule.json")]
    [InlineData("upgrades/v2/bin/dummyd")]
    [InlineData("upgrades/v3/bin/dummyd")]
    public static void IsSeenOnce(string place) => Assert.Equal(1, HeardAfterWriting(place));

    [Theory]
    [InlineData("state.json")]
    [InlineData("upgrades/.staging-v3/bin/dummyd")]
    [InlineData("upgrades/v2/migrate.log")]
    public static void IsNotWhateverElseIsWritten(string place) => Assert.Equal(0, HeardAfterWriting(place));

    private static int HeardAfterWriting(string place)
    {
        using var root = new TemporaryHome();
        Write(root, "upgrades/v2/bin/dummyd", "old");
        var heard = 0;
        var prepared = new PreparedByHand(root.Home, () => heard++);
        prepared.Start();

        Write(root, place, "a new one");
        prepared.Look();
        prepared.Look();

        return heard;
    }

    private static void Write(TemporaryHome root, string place, string text)
    {
        var path = Path.Join(root.Home.Root, place);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
