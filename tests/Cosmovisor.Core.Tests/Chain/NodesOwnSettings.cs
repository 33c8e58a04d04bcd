using Cosmovisor.Chain;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>A node's own config.toml and app.toml.</summary>
public static class NodesOwnSettings
{
    [Theory]
    [InlineData("", "http://127.0.0.1:26657", "config/node_key.json")]
    [InlineData("laddr = \"tcp://0.0.0.0:1\"\n[p2p]\nladdr = \"tcp://0.0.0.0:26656\"\n", "http://127.0.0.1:26657", "config/node_key.json")]
    [InlineData(
        "node_key_file = \"keys/me.json\"\n[p2p]\nladdr = \"tcp://0.0.0.0:26656\"\n[rpc]\n# where\nladdr = \"tcp://127.0.0.1:36657\"\ncors_allowed_origins = []\n[ consensus ]\nladdr = \"x\"\n",
        "http://127.0.0.1:36657",
        "keys/me.json")]
    [InlineData("[rpc]\nladdr = 'unix:///run/rpc.sock'\n", "/run/rpc.sock", "config/node_key.json")]
    public static void SayWhereItCanBeAskedAndWhoItIs(string toml, string rpc, string keyFile)
    {
        Assert.True(NodeToml.Parse(toml).IsOk(out var settings, out var reason), reason);
        Assert.True(settings.Rpc.IsOk(out var address, out reason), reason);
        Assert.Equal((rpc, keyFile), (address.ToString(), settings.KeyFile));
    }

    /// <summary>Dashes and tables are of Tendermint 0.35 and what came of it (Sei).</summary>
    [Theory]
    [InlineData("""
        moniker = "bob"
        node_key_file = "n"
        db_dir = "d"
        priv_validator_key_file = "k"
        priv_validator_state_file = "s"
        priv_validator_laddr = "tcp://0.0.0.0:26658"
        [consensus]
        double_sign_check_height = 10
        [statesync]
        enable = true
        """)]
    [InlineData("""
        moniker = "bob"
        node-key-file = "n"
        db-dir = "d"
        [priv-validator]
        key-file = "k"
        state-file = "s"
        laddr = "tcp://0.0.0.0:26658"
        [consensus]
        double-sign-check-height = 10
        [statesync]
        enable = true
        """)]
    public static void AreReadInBothSpellings(string toml)
    {
        Assert.True(NodeToml.Parse(toml).IsOk(out var settings, out var reason), reason);
        Assert.Equal(
            ("n", "d", "k", "s", "tcp://0.0.0.0:26658", 10L, "bob", true),
            (settings.KeyFile, settings.DatabaseFolder, settings.ValidatorKeyFile, settings.SignStateFile, settings.RemoteSigner,
                settings.DoubleSignCheckHeight, settings.Moniker, settings.StateSync));
    }

    [Theory]
    [InlineData("")]
    [InlineData("moniker = \"\"\npriv_validator_laddr = \"\"\n[statesync]\nenable = false\n[consensus]\ntimeout_commit = \"5s\"")]
    public static void HaveTheUsualPlacesWhereTheyNameNone(string toml)
    {
        Assert.True(NodeToml.Parse(toml).IsOk(out var settings, out var reason), reason);
        Assert.Equal(
            ("config/node_key.json", "data", "config/priv_validator_key.json", "data/priv_validator_state.json"),
            (settings.KeyFile, settings.DatabaseFolder, settings.ValidatorKeyFile, settings.SignStateFile));
        Assert.Equal(
            (null, null, null, false), (settings.RemoteSigner, settings.DoubleSignCheckHeight, settings.Moniker, settings.StateSync));
    }

    [Theory]
    [InlineData("", "data/priv_validator_state.json")]
    // what is wrong with the RPC harms nothing else
    [InlineData("priv_validator_state_file = \"data/signer/state.json\"\n[rpc]\nladdr = \"\"\n", "data/signer/state.json")]
    public static void SayWhereTheyKeepWhatTheyHaveSigned(string toml, string file)
    {
        Assert.True(NodeToml.Parse(toml).IsOk(out var settings, out var reason), reason);
        Assert.Equal(file, settings.SignStateFile);
    }

    [Theory]
    [InlineData("[rpc]\nladdr = \"\"\n", "rpc.laddr is empty, which switches the node's RPC off")]
    [InlineData(
        "[rpc]\nladdr = \"nonsense\"\n", "rpc.laddr is \"nonsense\"; expected something like tcp://127.0.0.1:26657 or unix:///path")]
    public static void ThatNameNoPlaceToAskAreToldByName(string toml, string expected)
    {
        Assert.True(NodeToml.Parse(toml).IsOk(out var settings, out var reason), reason);
        Assert.False(settings.Rpc.IsOk(out _, out reason));
        Assert.StartsWith(expected, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moniker = \"a\"\n[rpc\nladdr = 1\n", "line 2 is not TOML: ")]
    public static void ThatAreWrongAreToldByLine(string toml, string expected)
    {
        Assert.False(NodeToml.Parse(toml).IsOk(out _, out var reason));
        Assert.StartsWith(expected, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("halt-height = 0\n", null)]
    [InlineData("halt-height = 500\nhalt-time = 7\n", 500L)]
    [InlineData("\"halt-height\" = 500\n", 500L)]
    [InlineData("halt-height = 5_000\n", 5000L)]
    [InlineData("halt-height = \"500\"\n", 500L)]
    [InlineData("[api]\nhalt-height = 500\n", null)]
    public static void SayWhereItHaltsByItself(string toml, long? height)
    {
        Assert.True(AppToml.Parse(toml).IsOk(out var settings, out var reason), reason);
        Assert.Equal(height, settings.HaltHeight);
    }

    [Theory]
    [InlineData("halt-height = -1\n", "its halt-height is not a height")]
    [InlineData("halt-height = 1.5\n", "its halt-height is not a height")]
    [InlineData("halt-height = \"soon\"\n", "its halt-height is not a height")]
    [InlineData("halt-height = \n", "line 1 is not TOML: ")]
    public static void ThatNameNoHeightAreToldSo(string toml, string expected)
    {
        Assert.False(AppToml.Parse(toml).IsOk(out _, out var reason));
        Assert.StartsWith(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void NoTextWhateverThrows() =>
        Gen.OneOf(Gen.String, Gen.OneOf("[rpc]", "\nladdr", " = ", "\"tcp://:1\"", "[[rpc]]", "halt-height", "1", "rpc.laddr",
            "\n", "'", "{", "}", "\\u00").Array[0, 12].Select(parts => string.Concat(parts)))
            .Sample(text => Answer.IsWhole(NodeToml.Parse(text)) && Answer.IsWhole(AppToml.Parse(text)));
}
