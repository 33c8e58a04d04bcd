using System.Globalization;
using System.Text.Json;
using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>What the node says of the network around it: that of <c>--replay</c>, or one whose only validator it is.</summary>
internal sealed class Network(Options options, ChainState state)
{
    private const string Address = "44907E252EEBE0BB2D07144C9FD8B9D66BE83640";
    private const string Key = """{"type":"tendermint/PubKeyEd25519","value":"10fESO04i9zEPX2SWAUxNbqJG0/C594qSYKX6huog9o="}""";

    private readonly string _validator = Recorded("status", options) is { } status
        ? JsonDocument.Parse(status).RootElement.GetProperty("result").GetProperty("validator_info").GetRawText()
        : $$"""{"address":"{{Address}}","pub_key":{{Key}},"voting_power":"{{(options.SignState is SignState.Moving ? "100" : "0")}}"}""";

    /// <summary>Of <c>/status</c>.</summary>
    public string Validator => _validator;

    /// <param name="path">With its query.</param>
    public string? To(string path) => path.Split('?')[0] is var question && Recorded(question[1..], options) is { } recorded ? recorded
        : question switch
        {
            "/consensus_state" =>
                Result(
                    $$$"""{"round_state":{"height/round/step":"{{{Next}}}/0/1","start_time":"2026-11-28T00:58:06.247959866Z","proposal_block_hash":"","locked_block_hash":"","valid_block_hash":"","height_vote_set":[{"round":0,"prevotes":["nil-Vote"],"prevotes_bit_array":"BA{1:_} 0/100 = 0.00","precommits":["nil-Vote"],"precommits_bit_array":"BA{1:_} 0/100 = 0.00"}],"proposer":{"address":"{{{Address}}}","index":0} } }"""),
            "/dump_consensus_state" => Result($$$"""{"round_state":{"height":"{{{Next}}}","round":0,"step":1},"peers":[]}"""),
            "/validators" =>
                Result(
                    $$$"""{"block_height":"{{{Next}}}","validators":[{"address":"{{{Address}}}","pub_key":{{{Key}}},"voting_power":"100","proposer_priority":"0"}],"count":"1","total":"1"}"""),
            "/commit" =>
                Result(
                    $$$"""{"signed_header":{"header":{"height":"{{{path.Split('=')[^1]}}}"},"commit":{"height":"{{{path.Split('=')[^1]}}}","round":0,"signatures":[{"block_id_flag":{{{(options.Signs ? 2 : 1)}}},"validator_address":"{{{(options.Signs ? Own : "")}}}","timestamp":"0001-01-01T00:00:00Z","signature":null}]}},"canonical":true}"""),
            _ => null,
        };

    private string Next => (state.Height + 1).ToString(CultureInfo.InvariantCulture);

    private string Own => JsonDocument.Parse(_validator).RootElement.GetProperty("address").GetString() ?? "";

    private static string? Recorded(string question, Options options) =>
        options.Replay is { } folder && Path.Join(folder, $"{question}.json") is var file && File.Exists(file) ? File.ReadAllText(file)
            : null;

    private static string Result(string json) => $$"""{"jsonrpc":"2.0","id":-1,"result":{{json}}}""";
}
