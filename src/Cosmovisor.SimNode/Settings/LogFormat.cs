namespace Cosmovisor.SimNode.Settings;

internal enum LogFormat
{
    Plain,
    Json,
    SlogText,
    SlogJson,
}

internal static class LogFormats
{
    public const string Choices = "plain or json";
    public const string SlogChoices = "text or json";

    public static LogFormat? Parse(string text) => text switch
    {
        "plain" => LogFormat.Plain,
        "json" => LogFormat.Json,
        _ => null,
    };

    public static LogFormat? ParseSlog(string text) => text switch
    {
        "text" => LogFormat.SlogText,
        "json" => LogFormat.SlogJson,
        _ => null,
    };
}
