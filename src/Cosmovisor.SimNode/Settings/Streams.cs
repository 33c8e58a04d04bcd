namespace Cosmovisor.SimNode.Settings;

internal static class Streams
{
    public const string Choices = "stdout or stderr";

    public static bool? IsStderr(string text) => text switch
    {
        "stdout" => false,
        "stderr" => true,
        _ => null,
    };
}
