namespace Cosmovisor.Logging;

internal enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}
