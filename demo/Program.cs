using Cosmovisor.Demo;

const int VotedAt = 5;
const int UpgradeAt = 15;

var (options, wrong) = Options.Read(args);

if (options is null)
{
    return Options.Say(wrong);
}

using var home = new DemoHome(options.Keep);
var screen = new Screen();
Console.CancelKeyPress += (_, _) => home.Dispose();

try
{
    screen.Chapter("An operator prepares");
    screen.Tell(
        "A node of a Cosmos chain runs under cosmovisor. The chain's community may vote for an upgrade: from some block on, everybody must run a new binary.",
        "So the operator puts the new binary in place days ahead, beside the one that runs. Who decides when to use it is the chain, not the operator.");
    home.Install("genesis", $"{options.SimNode} --as v1 --era 0.50 --plan v2@{UpgradeAt} --voted-at {VotedAt} --block-time 120");
    home.Install("upgrades/v2", $"{options.SimNode} --as v2 --handles v2 --era 0.50 --plan v2@{UpgradeAt} --voted-at {VotedAt} --block-time 120");
    screen.Tree(home.Root);

    screen.Chapter("The node runs, and the chain votes");
    screen.Command($"cosmovisor start --home {home.Path}");
    using var node = new NodeRun(options.Supervisor, home, screen);
    node.Await("committed state", "height=2");
    screen.Tell("Every line above is the node's own, passed on as it is. cosmovisor reads along.");
    node.Await("proposal tallied", "passed");
    screen.Tell($"The vote is over: from block {UpgradeAt} on, this chain needs the binary called v2.");

    screen.Chapter("The node halts");
    node.Await($"UPGRADE \"v2\" NEEDED at height: {UpgradeAt}");
    var halted = node.Await("CONSENSUS FAILURE!!!");
    screen.Tell("v1 does not know how to go on, and says so. Its process stays alive, but makes no more blocks: without help it would stand like this until morning.");

    screen.Chapter("cosmovisor upgrades it");
    var started = node.Await("software-version=v2");
    node.Await("applying upgrade \"v2\"");
    var resumed = node.Await("committed state", $"height={UpgradeAt}");
    screen.Tell("The halt was seen, the node was stopped, `current` was switched, and v2 was started with the same arguments. It made the block that v1 could not.");
    node.Await("committed state", $"height={UpgradeAt + 3}");

    screen.Chapter("The init system stops it");
    screen.Command($"kill -TERM {node.Pid}");
    var code = node.Stop();
    screen.Tell($"The signal was passed on, the node ended by itself, and its exit code {code} is cosmovisor's.");

    screen.Chapter("What is left");
    screen.Tree(home.Root);
    screen.Tell("cosmovisor's own words are in cosmovisor.log; the node's streams hold nothing but the node's:");
    screen.OwnLog(home.Log);

    screen.Chapter("Figures of this run");
    screen.Figure("from the halt line to v2's first line", $"{(started - halted).TotalMilliseconds:0} ms");
    screen.Figure("from the halt line to the next block", $"{(resumed - halted).TotalMilliseconds:0} ms");
    screen.Figure("blocks made by v1, by v2", $"{UpgradeAt - 1}, {node.HighestBlock - UpgradeAt + 1}");
    screen.Figure("lines of the node passed on", $"{node.Lines}");

    Expect.That(home.Current == "upgrades/v2", $"current points to {home.Current}, not to upgrades/v2");
    Expect.That(code == 0, $"cosmovisor ended with {code}, not with 0");
    Expect.That(node.HighestBlock >= UpgradeAt + 3, $"v2 stopped at block {node.HighestBlock}");
    screen.Tell(options.Keep ? $"\nAll of it is kept in {home.Path}" : "\nNothing of it is left behind; --keep keeps the folder.");
    return 0;
}
catch (ExpectationException ex)
{
    screen.Wrong(ex.Message, home.Log);
    return 1;
}
