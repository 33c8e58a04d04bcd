namespace Cosmovisor.Demo;

/// <summary>
/// The demo, to be read top to bottom. What is shown was seen in this very run, and each <see cref="Expect"/> can end it.
/// </summary>
internal sealed class Story(Options options, DemoHome home, Screen screen, CancellationToken interrupted)
{
    private const int VotedAt = 8;
    private const int UpgradeAt = 20;
    private const int LastAwaited = UpgradeAt + 5;
    private const int BlockMilliseconds = 280;

    private readonly Chain _chain = new();

    public void Tell()
    {
        Offer();
        var before = Prepare();

        using var node = Start();
        Vote(node);
        var (announced, halted) = Halt(node);
        var resumed = Upgrade(node);
        var code = Stop(node);
        var log = OwnLog.Parse(home.Log);

        ShowTheFolders(before);
        screen.Chapter("What cosmovisor did, and when");
        screen.Timeline(Timeline.Of(
            log,
            [
                (announced.At, $"v1 announces that v2 is needed at height {UpgradeAt}"),
                (halted.At, "v1 says that it has halted"),
                (resumed.First.At, "the first line of v2"),
                (resumed.Block.At, $"v2 makes block {UpgradeAt}"),
            ]));
        ShowTheBackup();
        var echo = ComparesBytes(node);

        screen.Chapter("Figures of this run");
        screen.Figure("from the halt line to v2's first line", Milliseconds(resumed.First.At - halted.At));
        screen.Figure("of that, no node process at all", log.Downtime ?? "not told");
        screen.Figure("from v1's last block to v2's first", Milliseconds(resumed.Block.At - _chain.LastBlockOf("v1").At));
        screen.Figure(
            "blocks made by v1, by v2", $"{_chain.HeightsOf("v1").Count}, {_chain.HeightsOf("v2").Count}; none missing, none twice");
        screen.Figure("output of the node passed on", $"{node.Bytes} bytes in {node.Lines} lines");
        screen.Figure("echoed through cosmovisor, unchanged", $"{echo.Bytes} bytes in {Milliseconds(echo.Took)}");
        screen.Figure("exit code", $"{code}");
    }

    private IReadOnlyList<TreeEntry> Prepare()
    {
        screen.Chapter("The operator prepares, days ahead");
        screen.Tell(
            "A blockchain upgrades itself by a vote: from an agreed block on, every node must run a new program. Too early or too late, and the node drops out.",
            "cosmovisor runs the node and makes that change at the right moment. So the operator has the new program, v2, put beside the one that runs, and goes to sleep.",
            "Its link has a checksum: without it, a broken or forged download would run beside the validator's key.");

        var chain = $"--era 0.50 --plan v2@{UpgradeAt} --voted-at {VotedAt} --block-time {BlockMilliseconds}";
        home.Install("genesis", DemoHome.Script(options.SimNode, $"--as v1 {chain}"));
        var release = Release.Publish(Path.Join(home.Path, "v2.tar.gz"), DemoHome.Script(options.SimNode, $"--as v2 --handles v2 {chain}"));
        MistypeTheChecksum(release);
        PrepareWith(release);

        var tree = FolderTree.Of(home.Root);
        screen.Tree(home.Root, tree, tree);
        return tree;
    }

    // The settings that stay the same all along.
    private void Offer()
    {
        home.NameTool(options.Supervisor);
        _ = Directory.CreateDirectory(home.Data);
    }

    private void MistypeTheChecksum(Release release)
    {
        screen.Tell("The operator copies the link, and one character of the checksum goes wrong.");
        screen.Command($"cosmovisorctl prepare v2 --link '{release.MistypedLink}'");
        var (code, said) = Tool.Run(home, interrupted, "prepare", "v2", "--link", release.MistypedLink);
        screen.Failure(said);
        Expect.That(
            code != 0 && said.Any(line => line.Contains("checksum", StringComparison.Ordinal)),
            $"a wrong checksum was taken, with code {code}");
        Expect.That(!Directory.Exists(Path.Join(home.Root, "upgrades", "v2")), "a download with a wrong checksum was put in place");
        screen.Fact($"it has ended with {code}, and nothing was put in place");
    }

    private void PrepareWith(Release release)
    {
        screen.Tell("Copied once more, whole:");
        screen.Command($"cosmovisorctl prepare v2 --link '{release.Link}'");
        var (code, said) = Tool.Run(home, interrupted, "prepare", "v2", "--link", release.Link);
        screen.Quote(said);
        Expect.That(code == 0, $"v2 was not put in place: {string.Join(' ', said)}");
        screen.Fact("v2 is in place: downloaded, compared with its checksum, unpacked, and started once to see that it starts here");
    }

    private void ShowTheBackup()
    {
        screen.Chapter("The way back");
        screen.Tell("Between v1's end and v2's start the data was copied: an upgrade that goes wrong can be taken back, data and all.");
        screen.Command("cosmovisorctl backup list");
        var (code, said) = Tool.Run(home, interrupted, "backup", "list");
        screen.Quote(said);
        Expect.That(code == 0 && said.Any(line => line.StartsWith("v2 ", StringComparison.Ordinal)
            && line.Contains(" whole ", StringComparison.Ordinal)), "there is no whole backup of the time before v2");
        screen.Fact("one backup, of the time before v2; cosmovisorctl backup restore v2 would bring it back");
    }

    private SupervisedNode Start()
    {
        screen.Chapter("cosmovisor starts the node");
        screen.Tell(
            "It takes its settings from the environment and gives its arguments to the node. What the node prints is passed on as it is; cosmovisor reads along.");
        screen.Command(
            $"export DAEMON_HOME={home.Path} DAEMON_NAME={DemoHome.DaemonName} DAEMON_RESTART_AFTER_UPGRADE=true DAEMON_BACKUP_DATA_DIR={home.Data}");
        screen.Command($"cosmovisor start --home {home.Path}");

        var node = new SupervisedNode(options.Supervisor, home, ["start", "--home", home.Path, "--log_no_color"], See, interrupted);

        try
        {
            node.Await("that it is v1", line => line.Version == "v1");
            node.Await("block 2", line => line.Block == 2);
            Expect.That(home.Current == "genesis", $"current points to \"{home.Current}\", not to genesis, while v1 runs");
            screen.Fact($"cosmovisor has made the link  current -> {home.Current}  and runs v1 from there");
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    private void Vote(SupervisedNode node)
    {
        screen.Chapter("The chain votes");
        screen.Tell(
            $"In block {VotedAt} a proposal passes: this chain will need v2 from block {UpgradeAt} on. The node's own log tells it.");
        node.Await("that the proposal has passed", line => line.Has("proposal tallied", "results=passed"));
        Expect.That(home.Current == "genesis", $"current points to \"{home.Current}\" before the chain has reached block {UpgradeAt}");
        screen.Fact($"current -> {home.Current}  still: a plan is not yet an upgrade, and v1 goes on");
    }

    private (NodeLine Announced, NodeLine Halted) Halt(SupervisedNode node)
    {
        screen.Chapter($"At block {UpgradeAt} the node halts");
        screen.Tell(
            "v1 cannot make this block and says so. It does not end: it stays, and makes no more blocks. Without help it would stand like that until somebody gets up.");
        var announced = node.Await("that v2 is needed", line => line.Has($"UPGRADE \"v2\" NEEDED at height: {UpgradeAt}"));
        var halted = node.Await("that it has halted", line => line.Has("CONSENSUS FAILURE!!!"));
        _chain.ExpectBlocks("v1", 1, UpgradeAt - 1);
        return (announced, halted);
    }

    private (NodeLine First, NodeLine Block) Upgrade(SupervisedNode node)
    {
        screen.Chapter("cosmovisor upgrades it");
        screen.Tell("It asks v1 to end, points current to the new folder in one move, and starts v2 with the same arguments.");

        node.Await("that it was asked to end", line => line.Has("caught signal"));
        var first = node.Await("the first line of its next life", line => line.Has("starting node"));
        node.Await("that it is v2", line => line.Version == "v2");
        Expect.That(home.Current == "upgrades/v2", $"current points to \"{home.Current}\", not to upgrades/v2, while v2 runs");
        screen.Fact($"current -> {home.Current}");

        node.Await("that it applies the upgrade", line => line.Has("applying upgrade \"v2\""));
        var block = node.Await($"block {UpgradeAt}", line => line.Block == UpgradeAt);
        screen.Fact($"v2 has made block {UpgradeAt}, the one v1 could not make");
        node.Await($"block {LastAwaited}", line => line.Block == LastAwaited);
        return (first, block);
    }

    private int Stop(SupervisedNode node)
    {
        screen.Chapter("The init system stops the service");
        screen.Tell("As at a reboot: one TERM to cosmovisor, which passes it on, waits, and ends with the node's own exit code.");
        screen.Command($"kill -TERM {node.Pid}");
        var code = node.Stop();
        screen.Fact($"cosmovisor has ended with exit code {code}");

        Expect.That(code == 0, $"cosmovisor ended with {code}, not with 0");
        Expect.That(
            node.ErrorBytes == 0 && node.ForeignLine is null,
            $"there is a line among the output that the node did not write: {node.ForeignLine ?? node.ErrorText}");
        _chain.ExpectBlocks("v2", UpgradeAt, LastAwaited);

        var left = OwnLog.Parse(home.Log).Pids.Where(Signals.IsThere).ToArray();
        Expect.That(left.Length == 0, $"processes of the node are still there: {string.Join(' ', left)}");
        return code;
    }

    private void ShowTheFolders(IReadOnlyList<TreeEntry> before)
    {
        screen.Chapter("What has changed on disk");
        screen.Tell("One link says which version runs. Both versions are where they were, and what is new is marked.");
        screen.Tree(home.Root, FolderTree.Of(home.Root), before);
        Expect.That(home.Current == "upgrades/v2", $"current points to \"{home.Current}\" after the end, not to upgrades/v2");
    }

    private (int Bytes, TimeSpan Took) ComparesBytes(SupervisedNode node)
    {
        screen.Chapter("Nothing added, nothing lost");
        screen.Tell(
            $"All {node.Lines} lines above and between were the node's own; cosmovisor's words are in cosmovisor.log only.",
            "To see that bytes pass unchanged, v2 is run once more under cosmovisor with a command that repeats its input: random bytes, no lines, no text.");
        screen.Command("head -c 1048576 /dev/urandom | cosmovisor cat");
        var echo = Echo.Through(options.Supervisor, home, interrupted).GetAwaiter().GetResult();
        screen.Fact($"what came out is what went in: SHA-256 {echo.Hash[..16].ToUpperInvariant()}… twice");
        return (echo.Bytes, echo.Took);
    }

    private void See(NodeLine line)
    {
        _chain.See(line);
        screen.Node(line);
    }

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:0} ms";
}
