using System.Collections.Frozen;

namespace Cosmovisor.Supervision;

/// <summary>What a command line of the daemon is to a supervisor.</summary>
internal enum CommandKind
{
    /// <summary>Runs the node: supervised, and only one per home.</summary>
    Node,

    /// <summary>Asks, signs, prints or edits: handed over with execve(2), as if we had never been there.</summary>
    Client,

    /// <summary>A word we do not know: supervised when no other supervisor has the home, handed over when one has.</summary>
    Unknown,
}

/// <summary>The one table of the daemon's command words.</summary>
/// <remarks>
/// From the root commands of simd 0.42 to 0.53 (simapp/simd/cmd/root.go of each) and what the larger chains add to them.
/// A node command missing here costs nothing (it is Unknown); a client command missing here costs its terminal, so the list is long.
/// </remarks>
internal static class CommandKinds
{
    private static readonly FrozenSet<string> Node = FrozenSet.ToFrozenSet(["start", "run"]);

    private static readonly FrozenSet<string> Client = FrozenSet.ToFrozenSet(
    [
        "add-consumer-section", "add-genesis-account", "add-genesis-wasm-message", "auto-complete", "block", "bootstrap-state",
        "collect-gentxs", "comet", "cometbft",
        "completion", "config", "confix", "debug", "decode", "encode", "export", "genesis", "gentx", "hd", "help",
        "index-eth-tx", "init", "keys", "list", "migrate",
        "module-hash-by-height", "offline", "pre-upgrade", "prune", "q", "query", "rollback", "rosetta", "snapshot",
        "snapshots", "show-address", "show-node-id",
        "show-validator", "status", "store", "tendermint", "testnet", "tx", "unsafe-reset-all", "validate-genesis", "version", "wasm",
    ]);

    // Root flags of the SDK that take a value; the word behind them is not the command.
    private static readonly FrozenSet<string> FlagsWithValue = FrozenSet.ToFrozenSet(
        [
            "--home",
            "--log_level",
            "--log_format",
            "--log-level",
            "--log-format",
            "--chain-id",
            "--node",
            "--output",
            "-o",
            "-n",
            "--keyring-backend",
            "--keyring-dir"
        ]);

    /// <param name="arguments">The daemon's.</param>
    /// <param name="isRun">Whether they stood behind <c>run</c>: who writes that wants a node, with or without a start word.</param>
    public static CommandKind Of(IReadOnlyList<string> arguments, bool isRun = false)
    {
        // `start --help` beside a running node must not fail for want of the lock.
        if (arguments.TakeWhile(argument => argument != "--").Any(argument => argument is "--help" or "-h"))
        {
            return CommandKind.Client;
        }

        return Word(arguments) switch
        {
            null when arguments.Any(argument => argument is "--version") || arguments is ["-v"] => CommandKind.Client,
            null => isRun ? CommandKind.Node : CommandKind.Unknown, // most daemons print their help, and some run: images have such
            var word when Node.Contains(word) => CommandKind.Node,
            var word when Client.Contains(word) => CommandKind.Client,

            // Behind a flag that we do not know it may as well be the flag's value.
            _ => isRun && arguments[0].StartsWith('-') ? CommandKind.Node : CommandKind.Unknown,
        };
    }

    /// <summary>The command itself: the first argument that is neither a flag nor a flag's value.</summary>
    public static string? Word(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                return arguments[i];
            }

            if (FlagsWithValue.Contains(arguments[i]))
            {
                i++;
            }
        }

        return null;
    }
}
