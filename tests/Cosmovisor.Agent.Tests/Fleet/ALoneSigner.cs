using System.Globalization;
using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Chain;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>A validator without a fleet: the chain is asked whether its key signs elsewhere.</summary>
public sealed class ALoneSigner : IDisposable
{
    private const string Address = "00112233445566778899AABBCCDDEEFF00112233";
    private const string Key = "{\"address\":\""
        + Address
        + "\",\"pub_key\":{\"type\":\"tendermint/PubKeyEd25519\",\"value\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"},\"priv_key\":{}}";

    private readonly TemporaryFolder _home = new("signer");
    private readonly List<string> _said = [];

    public ALoneSigner()
    {
        _ = _home.MakeFolder("cosmovisor");
        Write("config/priv_validator_key.json", Key);
    }

    private string Hold => _home.In("cosmovisor", "holds", "signer.json");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(null, 0)]
    [InlineData(98, 0)]
    [InlineData(98, 3600)] // in a network that stands still the other signer is silent too
    public async Task IsHeldWhileTheChainShowsThatItsKeySignsElsewhere(int? signedHere, int age)
    {
        await using var chain = await ChainAsync(last: 100, signedUpTo: 100, age);
        SignedHere(signedHere);
        await using var guard = Start(chain.Port);

        await Wait.UntilAsync(
            "it is held for what was seen", () => Reason()?.Contains("has signed block 100", StringComparison.Ordinal) == true);

        Show(chain, last: 106, signedUpTo: 100);
        await Wait.UntilAsync("it is free, five blocks later", () => !File.Exists(Hold));
    }

    [Fact]
    public async Task IsHeldForAVoteOnABlockThatIsNotThereYet()
    {
        await using var chain = await ChainAsync(last: 100, signedUpTo: 0);
        SignedHere(100);
        ShowVote(chain, height: 101, age: 600); // to vote again would be to sign twice, however long ago it was
        await using var guard = Start(chain.Port);

        await Wait.UntilAsync("it is held", () => Reason()?.Contains("has voted on block 101", StringComparison.Ordinal) == true);

        Show(chain, last: 106, signedUpTo: 0);
        ShowVote(chain, height: 107, age: 1, by: "FF112233445566778899AABBCCDDEEFF00112233");
        await Wait.UntilAsync("it is free once the network has gone on without it", () => !File.Exists(Hold));
    }

    [Fact]
    public async Task StaysHeldForWhatWasSeenWhereNobodyAnswersAnyMore()
    {
        await using var chain = await ChainAsync(last: 100, signedUpTo: 100);
        await using var guard = Start(chain.Port, clock: new HurriedClock());
        await Wait.UntilAsync(
            "it is held for what was seen", () => Reason()?.Contains("has signed block 100", StringComparison.Ordinal) == true);

        chain.Answers["/status"] = """{"error":{"message":"away"} }""";
        await Wait.UntilAsync("it is known", () => Said("none of the 1 nodes in COSMOVISOR_RPC_FALLBACKS could say"));
        var (looked, until) = (0, Until());
        await Wait.UntilAsync("it is renewed at more looks", () =>
        {
            var now = Until();
            looked += now > until ? 1 : 0;
            until = now;
            return looked == 3;
        });
        Assert.Contains("has signed block 100", Reason(), StringComparison.Ordinal);
        Assert.False(Said("may start unproved"));
    }

    [Theory]
    [InlineData(100, 100, 0)] // its own earlier life
    [InlineData(100, 100, 3600)] // a network that stands still may wait for this very validator
    [InlineData(100, 94, 0)] // long ago
    public async Task StartsWhereNothingSpeaksForAnother(int signedHere, int signedUpTo, int age)
    {
        await using var chain = await ChainAsync(last: 100, signedUpTo, age);
        SignedHere(signedHere);
        await using var guard = Start(chain.Port, closed: true);

        await Wait.UntilAsync("the chain was asked", () => chain.Height > 0 && !File.Exists(Hold));
        Assert.False(Said("held"));
    }

    [Fact]
    public async Task GoesByTheSettingWhereNobodyCanBeAsked()
    {
        await using (var open = Start(port: null))
        {
            await Wait.UntilAsync("it is said", () => Said("may start unproved: COSMOVISOR_RPC_FALLBACKS names no other node"));
            await Wait.UntilAsync("it is not held", () => !File.Exists(Hold));
        }

        await using var closed = Start(port: 1, closed: true);
        await Wait.UntilAsync(
            "it is held", () => Reason()?.Contains("COSMOVISOR_SIGNER_GUARD is closed", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task ReadsKeysWhereTheNodeHasThem()
    {
        File.Delete(_home.In("config/priv_validator_key.json"));
        Write("config/config.toml", "priv_validator_key_file = \"secrets/key.json\"\npriv_validator_state_file = \"secrets/state.json\"\n");
        Write("secrets/key.json", Key);
        Write("secrets/state.json", """{"height":"98","round":0,"step":3}""");
        await using var chain = await ChainAsync(last: 100, signedUpTo: 100);
        await using var guard = Start(chain.Port);

        await Wait.UntilAsync("it is held", () => Reason()?.Contains("this home has signed up to 98", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task IsLeftAloneWhereItsSignerIsRemote()
    {
        Write("config/config.toml", "priv_validator_laddr = \"tcp://127.0.0.1:1234\"\n");
        await using var chain = await ChainAsync(last: 100, signedUpTo: 100);
        Write("cosmovisor/holds/signer.json", "{}");
        await using var guard = Start(chain.Port, closed: true);

        await Wait.UntilAsync("an earlier hold is taken away", () => !File.Exists(Hold));
        Assert.Equal(0, chain.Height);
    }

    private void SignedHere(int? height)
    {
        if (height is { } signed)
        {
            Write("data/priv_validator_state.json",
                string.Create(CultureInfo.InvariantCulture, $$"""{"height":"{{signed}}","round":0,"step":3}"""));
        }
    }

    private static async Task<BlockMaker> ChainAsync(int last, int signedUpTo, int age = 0)
    {
        var chain = await BlockMaker.StartAsync("c-1");
        Show(chain, last, signedUpTo, age);
        return chain;
    }

    private static void Show(BlockMaker chain, int last, int signedUpTo, int age = 0)
    {
        var made = DateTime.UtcNow.AddSeconds(-age).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        for (var height = last - 10; height <= last; height++)
        {
            var who = height <= signedUpTo ? Address : "FF";
            chain.Answers[ConsensusAnswer.CommitPath(height)] =
                $$"""{"result":{"signed_header":{"header":{"time":"{{made}}"},"commit":{"height":"{{height}}","signatures":[{"block_id_flag":2,"validator_address":"{{who}}"}]} } } }""";
        }

        chain.Answers["/status"] =
            $$"""{"result":{"node_info":{"id":"n","network":"c-1"},"sync_info":{"latest_block_height":"{{last}}","catching_up":false} } }""";
    }

    private static void ShowVote(BlockMaker chain, int height, int age, string by = Address)
    {
        var at = DateTime.UtcNow.AddSeconds(-age).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'89Z'", CultureInfo.InvariantCulture);
        chain.Answers[ConsensusAnswer.VotesPath] =
            $$"""{"result":{"round_state":{"height/round/step":"{{height}}/0/4","height_vote_set":[{"round":0,"prevotes":["nil-Vote","Vote{1:{{by[..12]}} {{height}}/00/SIGNED_MSG_TYPE_PREVOTE(Prevote) 657794BF36C7 636ED5C2998F 000000000000 @ {{at}}}"],"prevotes_bit_array":"BA{2:_x} 100/200 = 0.50"}]} } }""";
    }

    private void Write(string file, string text)
    {
        var path = _home.In(file);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string? Reason() => OfHold("reason");

    private DateTimeOffset? Until() =>
        OfHold("until") is { } until ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) : null;

    private string? OfHold(string property)
    {
        try
        {
            using var hold = JsonDocument.Parse(File.ReadAllBytes(Hold));
            return hold.RootElement.GetProperty(property).GetString();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool Said(string words)
    {
        lock (_said)
        {
            return _said.Any(one => one.Contains(words, StringComparison.Ordinal));
        }
    }

    private Guarding Start(int? port, bool closed = false, TimeProvider? clock = null)
    {
        RpcAddress[] others = port is { } number ? [new RpcAddress(new Uri($"http://127.0.0.1:{number}"), null)] : [];
        return new Guarding(new LoneSignerGuard(new HomeFiles(
            _home.Path), new SignerGuardSettings(closed, others), clock ?? TimeProvider.System, new FleetNews(words =>
        {
            lock (_said)
            {
                _said.Add(words);
            }
        })));
    }

    private sealed class Guarding : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _runs;

        public Guarding(LoneSignerGuard guard) => _runs = guard.RunAsync(_end.Token);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _runs;
            _end.Dispose();
        }
    }
}
