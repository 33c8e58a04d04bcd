using Cosmovisor;
using Cosmovisor.Cli;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

Reborn.WithSignalsBlocked();

try
{
    var (name, arguments) = ProcessImage.CommandLine(args);
    return Invocation.Run(name, args, arguments);
}
catch (RefusedException ex)
{
    StandardError.Write($"cosmovisor: {ex.Message}\n");
    return ex.ExitCode;
}
catch (UpgradeFailedException ex)
{
    StandardError.Write($"cosmovisor: {ex.Message}\n");
    return ExitCodes.UpgradeFailed;
}
