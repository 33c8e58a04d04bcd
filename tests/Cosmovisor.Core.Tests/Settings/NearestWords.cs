using Cosmovisor.Settings;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>What a mistyped key is taken for.</summary>
public static class NearestWords
{
    private static readonly string[] Known = [.. SettingTable.All.Select(setting => setting.Key)];

    [Theory]
    [InlineData("daemon_hme", "daemon_home")]
    [InlineData("deamon_home", "daemon_home")]
    [InlineData("ademon_nmae", "daemon_name")] // two pairs of letters swapped, and nothing else may be amiss
    [InlineData("daemon-home", "daemon_home")]
    [InlineData("DAEMON_NAMEE", "daemon_name")]
    [InlineData("daemon_restart_afterupgrade", "daemon_restart_after_upgrade")]
    [InlineData("cosmovisor_color_log", "cosmovisor_color_logs")]
    [InlineData("cosmovisor_colour_logs", "cosmovisor_color_logs")]
    [InlineData("unsafe_skip_backups", "unsafe_skip_backup")]
    public static void AreThoseWithTheFewestLettersToChange(string word, string meant) => Assert.Equal(meant, NearestWord.To(word, Known));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("home")]
    [InlineData("max_restart_retries")]
    [InlineData("daemon_rpc_address_of_the_node")]
    public static void AreNotGuessedFromAfar(string word) => Assert.Null(NearestWord.To(word, Known));

    [Fact]
    public static void AreFoundForEveryKeyWithOneLetterAmiss() =>
        Gen.Select(Gen.OneOf(Known), Gen.Int[0, 100], Gen.Char['a', 'z']).Sample((key, at, letter) =>
            NearestWord.To(key.Remove(at % key.Length, 1).Insert(at % key.Length, letter.ToString()), Known) is not null);

    [Fact]
    public static void AreSoughtInNoTimeInWhateverIsWritten() => Gen.String[0, 5000].Sample(word => NearestWord.To(word, Known) is not "");
}
