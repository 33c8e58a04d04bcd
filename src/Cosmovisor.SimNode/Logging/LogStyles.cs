using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Logging;

internal static class LogStyles
{
    public static ILogStyle Of(Options options) => (options.LogFormat, options.Era) switch
    {
        (LogFormat.SlogText, _) => new SlogStyle(json: false),
        (LogFormat.SlogJson, _) => new SlogStyle(json: true),
        (LogFormat.Json, Era.V038) => new TendermintJsonStyle(),
        (LogFormat.Json, var era) => new JsonStyle(era),
        (_, Era.V038) => new TendermintStyle(),
        (_, var era) => new ConsoleStyle(colours: !options.NoColour, boldMessage: era >= Era.V047),
    };
}
