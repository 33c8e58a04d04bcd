namespace Cosmovisor.SimNode.Logging;

internal enum Severity
{
    Info,
    Error,
}
