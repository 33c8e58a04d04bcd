using System.Text.Json;

namespace Cosmovisor.Tests.Confirmed;

/// <summary>A node that is upgraded to v2 at some height, and answers as those of a real network did (tests/data/rpc).</summary>
internal sealed class NetworkHome : IDisposable
{
    private const string NodeKey =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

    private readonly string _chain;

    /// <param name="height">Of the upgrade.</param>
    /// <param name="v2">What the new version does besides.</param>
    /// <param name="replay">The recording that it answers from.</param>
    public NetworkHome(long height, string v2, string? replay = null)
    {
        _chain = $"--era 0.50 --block-time 20 --plan v2@{height} --home {Home.Path}";
        var answers = replay is null ? "" : $"--replay {Repository.In("tests", "data", "rpc", "network-of-four-sdk-0.55", replay)}";
        _ = Home.InstallNode("genesis", _chain)
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 {_chain} --rpc unix://{Home.In("rpc.sock")} {answers} {v2}")
            .Write("data/here", "")
            .Write("config/node_key.json", NodeKey).Write("config/config.toml", $"[rpc]\nladdr = \"unix://{Home.In("rpc.sock")}\"\n")
            .Set("COSMOVISOR_LOOK_AHEAD", "0s").Set("UNSAFE_SKIP_BACKUP", "true").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
    }

    public NodeHome Home { get; } = new();

    public string Chain => _chain;

    /// <summary>Of <c>state.json</c>.</summary>
    public JsonElement LastUpgrade => State("lastUpgrade");

    public string? Trouble => State("trouble") is { ValueKind: JsonValueKind.String } said ? said.GetString() : null;

    public string Log => Home.Log;

    public Run Start() => Home.Start("start");

    /// <summary>Waits for a line of our log.</summary>
    public Run Await(Run run, string line) =>
        run.Await($"\"{line}\" in the log, which is:\n{Log}", () => Log.Contains(line, StringComparison.Ordinal));

    public void AwaitConfirmation(Run run, string confirmation) =>
        _ = run.Await($"{confirmation} in the state", () => File.Exists(Home.In("cosmovisor/state.json"))
            && LastUpgrade is { ValueKind: JsonValueKind.Object } last
            && last.GetProperty("confirmation").GetString() == confirmation);

    public static void End(Run run)
    {
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    public void Dispose() => Home.Dispose();

    private JsonElement State(string name) =>
        JsonDocument.Parse(File.ReadAllText(Home.In("cosmovisor/state.json"))).RootElement.GetProperty(name);
}
