using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Which command lines are supervised, and which are handed over.</summary>
public static class CommandWords
{
    public static TheoryData<string> Versions => ["0.42", "0.45", "0.46", "0.47", "0.50", "0.53"];

    [Theory]
    [MemberData(nameof(Versions))]
    public static void OfSimdAreAllKnownAndStartAloneRunsTheNode(string version)
    {
        var words = File.ReadAllLines(Repository.In("tests", "data", "commands", $"simd-{version}.txt")).SelectMany(line => line.Split(' '))
            .ToArray();

        Assert.Contains("start", words);
        Assert.All(words, word => Assert.Equal(word == "start" ? CommandKind.Node : CommandKind.Client, CommandKinds.Of([word])));
    }

    /// <summary>A client command that is not known costs its terminal: these are of other chains, or below simd's own.</summary>
    [Theory]
    [InlineData("add-consumer-section add-genesis-account add-genesis-wasm-message auto-complete block bootstrap-state collect-gentxs")]
    [InlineData("comet cometbft completion config confix debug decode encode export genesis gentx hd help index-eth-tx init keys list")]
    [InlineData("migrate module-hash-by-height offline pre-upgrade prune q query rollback rosetta snapshot snapshots show-address")]
    [InlineData("show-node-id show-validator status store tendermint testnet tx unsafe-reset-all validate-genesis version wasm")]
    public static void OfOtherChainsAreKnownToo(string words) =>
        Assert.All(words.Split(' '), word => Assert.Equal(CommandKind.Client, CommandKinds.Of([word])));

    [Theory]
    [InlineData("--home --log_level --log_format --log-level --log-format --chain-id --node --output -o -n --keyring-backend --keyring-dir")]
    public static void StandBehindEveryFlagThatTakesAValue(string flags) =>
        Assert.All(flags.Split(' '), flag => Assert.Equal("start", CommandKinds.Word([flag, "query", "start"])));

    [Theory]
    [InlineData("warn", true)]
    [InlineData("ERROR", true)]
    [InlineData("fatal", true)]
    [InlineData("panic", true)]
    [InlineData("disabled", true)]
    [InlineData("none", true)]
    [InlineData("info", false)]
    public static void MayHideThatTheNodeHalts(string level, bool hides)
    {
        Assert.Equal(hides ? level : null, DaemonArguments.LevelThatHidesTheHalt(["start", "--log_level", level]));
        Assert.Equal(hides ? level : null, DaemonArguments.LevelThatHidesTheHalt(["start", $"--log-level={level}"]));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run")]
    [InlineData("start --home /x --halt-height 5")]
    [InlineData("--home /x start")]
    [InlineData("--home=/x start")]
    [InlineData("--home query start")]
    [InlineData("--log_level info --trace start")]
    [InlineData("start version")]
    [InlineData("start -- --help")]
    public static void ThatRunTheNode(string line) => Assert.Equal(CommandKind.Node, Of(line));

    [Theory]
    [InlineData("q bank balances x")]
    [InlineData("query gov proposal 1")]
    [InlineData("tx gov vote 1 yes -y")]
    [InlineData("testnet start")]
    [InlineData("keys add start")]
    [InlineData("--home /x status")]
    [InlineData("--node tcp://start query tx")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("start --help")]
    [InlineData("start -h")]
    [InlineData("unknown --help")]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("--home /x --version")]
    [InlineData("pre-upgrade --home /x")]
    public static void ThatAskSignOrPrint(string line) => Assert.Equal(CommandKind.Client, Of(line));

    [Theory]
    [InlineData("")]
    [InlineData("--home /x")]
    [InlineData("--log_level info --trace")]
    [InlineData("in-place-testnet localsim x")]
    [InlineData("START")]
    [InlineData("starts")]
    [InlineData("--home /x rpc")]
    [InlineData("--home start rpc")]
    public static void ThatNobodyKnows(string line) => Assert.Equal(CommandKind.Unknown, Of(line));

    [Theory]
    [InlineData("")]
    [InlineData("--home /x")]
    [InlineData("--log_level info --trace")]
    [InlineData("--moniker x")]
    [InlineData("--trace -v")]
    [InlineData("start")]
    public static void BehindRunMayBeNoneAtAllForANode(string line) =>
        Assert.Equal(CommandKind.Node, CommandKinds.Of(Words(line), isRun: true));

    [Theory]
    [InlineData("--help", CommandKind.Client)]
    [InlineData("--home /x --version", CommandKind.Client)]
    [InlineData("-v", CommandKind.Client)]
    [InlineData("status", CommandKind.Client)]
    [InlineData("in-place-testnet localsim x", CommandKind.Unknown)]
    internal static void BehindRunAreOtherwiseWhatTheyAlwaysAre(string line, CommandKind kind) =>
        Assert.Equal(kind, CommandKinds.Of(Words(line), isRun: true));

    [Theory]
    [InlineData("--home", null)]
    [InlineData("--home /x", null)]
    [InlineData("--trace", null)]
    [InlineData("--home= start", "start")]
    [InlineData("-o json q", "q")]
    public static void StandBehindFlagsAndTheirValues(string line, string? word) => Assert.Equal(word, CommandKinds.Word(line.Split(' ')));

    private static CommandKind Of(string line) => CommandKinds.Of(Words(line));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
