namespace Cosmovisor.SimNode.Settings;

/// <summary>How the node ends, or does not, after its announcement.</summary>
internal enum HaltManner
{
    Panic,
    Consensus,
    Exit,
}

internal static class HaltManners
{
    public const string Choices = "panic, consensus or exit";

    public static HaltManner? Parse(string text) => text switch
    {
        "panic" => HaltManner.Panic,
        "consensus" => HaltManner.Consensus,
        "exit" => HaltManner.Exit,
        _ => null,
    };
}
