using System.Globalization;
using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>Where the chain stands on this disk.</summary>
/// <remarks>
/// As in a node, the block store may be one block ahead of the application: that block was agreed on and could not be executed.
/// </remarks>
internal sealed class ChainState
{
    private readonly string _appFile;
    private readonly string _appliedFile;
    private readonly string _storeFile;
    private readonly string _signedFile;

    private ChainState(string data)
    {
        _appFile = Path.Combine(data, "simnode.height");
        _appliedFile = Path.Combine(data, "simnode.applied");
        _storeFile = Path.Combine(data, "blockstore.height");
        _signedFile = Path.Combine(data, "priv_validator_state.json");
    }

    public SignState SignState { get; set; }

    /// <summary>The last block whose execution is on disk.</summary>
    public long Height { get; private set; }

    /// <summary>The last block that was received; what <c>status</c> calls the latest.</summary>
    public long StoredHeight { get; private set; }

    /// <summary>The name of the last upgrade that was executed, or empty.</summary>
    public string LastApplied { get; private set; } = "";

    public static ChainState Read(string data)
    {
        var state = new ChainState(data);
        state.Height = Number(state._appFile);
        state.StoredHeight = Math.Max(state.Height, Number(state._storeFile));
        state.LastApplied = WholeFile.Text(state._appliedFile)?.TrimEnd('\n') ?? "";
        return state;
    }

    /// <summary>A chain that begins later, as an exported and migrated genesis says.</summary>
    public void BeginAt(long initialHeight)
    {
        Height = Math.Max(Height, initialHeight - 1);
        StoredHeight = Math.Max(StoredHeight, Height);
    }

    /// <summary>The validator signs a block and the store keeps it before the application sees it.</summary>
    public void Store(long height)
    {
        StoredHeight = height;

        if (SignState is not SignState.Still)
        {
            WholeFile.Replace(_signedFile, Signed(SignState is SignState.Zero ? 0 : height));
        }

        WholeFile.Replace(_storeFile, $"{height}\n");
    }

    public void Apply(string name)
    {
        LastApplied = name;
        WholeFile.Replace(_appliedFile, name + "\n");
    }

    public void Commit(long height)
    {
        Height = height;
        WholeFile.Replace(_appFile, $"{height}\n");
    }

    /// <summary>
    /// Whether the last block is an upgrade's: its result is this node's word alone until the network has made the next one.
    /// </summary>
    public bool StandsAtAnUpgrade(List<ChainPlan> plans) =>
        StoredHeight == Height && plans.Exists(plan => plan.DueAt == Height && plan.Name == LastApplied);

    /// <summary>Whether this validator's own signature is among the newest blocks.</summary>
    public bool HasSignedWithin(long blocks) => blocks > 0 && StoredHeight > 0 && SignState is SignState.Moving && File.Exists(_signedFile);

    private static string Signed(long height) =>
        $"{{\n  \"height\": \"{height}\",\n  \"round\": 0,\n  \"step\": {(height > 0 ? 3 : 0)}\n}}";

    private static long Number(string file) =>
        long.TryParse(WholeFile.Text(file)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
