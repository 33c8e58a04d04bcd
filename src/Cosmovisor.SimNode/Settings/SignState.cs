namespace Cosmovisor.SimNode.Settings;

/// <summary>What becomes of <c>data/priv_validator_state.json</c>.</summary>
internal enum SignState
{
    /// <summary>A validator with its key at home: the height of each block.</summary>
    Moving,

    /// <summary>A full node, or a validator whose key lies with a signer elsewhere: nothing was ever signed.</summary>
    Zero,

    /// <summary>An old key that signs no more: the file is left as it lies there.</summary>
    Still,
}

internal static class SignStates
{
    public const string Choices = "moving, zero or still";

    public static SignState? Parse(string text) => text switch
    {
        "moving" => SignState.Moving,
        "zero" => SignState.Zero,
        "still" => SignState.Still,
        _ => null,
    };
}
