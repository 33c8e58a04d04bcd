using Cosmovisor.Logging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>Of the way of an upgrade from switched to agreed to by its network.</summary>
internal abstract partial record Happening
{
    /// <param name="Plan">Its name.</param>
    /// <param name="Height">The plan's; 0 for none.</param>
    /// <param name="AppHeight">The application's.</param>
    /// <param name="At">The last block whose result is this node's word alone.</param>
    /// <param name="Took">Since the new version was started.</param>
    internal sealed record UpgradeApplied(string Plan, long Height, long AppHeight, long? At, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-applied", LogLevel.Info, "the new version has carried out the upgrade and answers",
            "its migration is complete; `app_height` is the last block it has carried out. Whether the network agrees comes next");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan), ("height", Height), ("app_height", AppHeight), ("took", Took)];
    }

    /// <param name="Plan">Its name.</param>
    /// <param name="Height">The plan's; 0 for none.</param>
    /// <param name="AppHeight">The application's.</param>
    /// <param name="Took">Since the new version was started.</param>
    internal sealed record UpgradeConfirmed(string Plan, long Height, long AppHeight, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-confirmed", LogLevel.Info, "the upgrade is confirmed: the network goes on with its result",
            "the application has passed the upgrade's height; `down` is from the halt to this first block. Nothing is left to do");

        /// <summary>From its halt; null where that is not known.</summary>
        public Downtime? Down { get; init; }

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan), ("height", Height), ("app_height", AppHeight), ("took", Took), (
                "down", Down is { } down ? TimeSpan.FromSeconds(down.Total) : null)];
    }

    /// <param name="Plan">Its name.</param>
    /// <param name="Height">The plan's; 0 for none.</param>
    /// <param name="Waited">Since the new version was started.</param>
    /// <param name="Missing">What is known of the reason.</param>
    internal sealed record UpgradeUnconfirmed(string Plan, long Height, TimeSpan Waited, string Missing) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-unconfirmed", LogLevel.Error, "the upgrade is not confirmed: …",
            "no block came after the upgrade within `COSMOVISOR_CONFIRM_BLOCK_WITHIN`; the line says what is missing, where that is known. The node runs, and is asked again. On some chains hours of this are normal");

        public override string Words => $"the upgrade is not confirmed: {Missing}";

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("waited", Waited)];
    }

    internal sealed record ConfirmationWaits(string Plan, long Height, string Says) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "confirmation-waits", LogLevel.Info, "the upgrade is not confirmed yet: …",
            "what it waits for; repeated at most once a minute, when it changes ([confirmed](confirmed.md))");

        public override string Words => $"the upgrade is not confirmed yet: {Says}";

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    /// <param name="Plan">The upgrade that is not confirmed, or the last one; null for the first version.</param>
    /// <param name="Height">Its height; null where the node's own log says it, at any time.</param>
    /// <param name="Says">What was seen.</param>
    internal sealed record ResultDiffers(string? Plan, long? Height, string Says) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "result-differs", LogLevel.Error, "… Is this the right binary?",
            "the node runs and says that it is in sync, but makes no more blocks. Compare the checksum of the binary in `current/bin` with that of others; put the right one there. Its data holds a wrong result: restore the backup, or start from a snapshot");

        /// <summary>In a consensus failure of the node itself.</summary>
        public static ResultDiffers OfTheNode(string? running, string? hashes) =>
            new(running, Height: null,
                $"this node's result differs: its consensus has stopped, and more than two thirds of the network have agreed on another one{(hashes is null ? "" : $" ({hashes})")}");

        public override string Words =>
            $"{Says}. Is this the right binary? The node still runs, but cannot follow its network; compare the checksum of the binary with that of other operators";

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record LeftBehind(string Plan, long Height, string Says) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "left-behind", LogLevel.Error, "the network goes on without this node: …",
            "its peers are blocks ahead, and it does not catch up: see the node's own log. Restart it; if that does not help, its result differs from the network's");

        public override string Words => Says;

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record UpgradeCannotBeConfirmed(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-cannot-be-confirmed", LogLevel.Info, "cannot check whether the network agrees to the upgrade: …",
            "the node has no RPC that could be asked, for the reason that follows. Nothing is wrong with the upgrade");

        public override string Words => $"cannot check whether the network agrees to the upgrade: {Reason}";

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record ValidatorNotSigning(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "validator-not-signing", LogLevel.Warning, "the node follows its network, and its validator does not sign",
            "a minute after the upgrade was confirmed no new block has its signature. See the signer, and whether another machine has its key");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    /// <param name="Plan">Its name.</param>
    /// <param name="Signed">yes, not-validator or unknown.</param>
    internal sealed record SignatureChecked(string Plan, string Signed) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "signature-checked", LogLevel.Info, "…",
            "in the events alone: whether the validator's own signature is in a block after the upgrade, `yes`, `not-validator` or `unknown`")
        { IsLogged = false };

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("signed", Signed)];
    }

    /// <summary>An earlier run of ours has not seen it confirmed.</summary>
    /// <param name="Upgrade">As the state, or the history, has it.</param>
    internal sealed record ConfirmationResumed(LastUpgrade Upgrade) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "confirmation-resumed", LogLevel.Info, "the last upgrade is not confirmed yet; cosmovisor goes on asking",
            "an earlier run ended before the network had agreed");

        public override (string Name, object? Value)[] Facts => [("plan", Upgrade.Name), ("height", Upgrade.Height)];
    }
}
