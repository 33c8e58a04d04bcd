using Cosmovisor;
using Cosmovisor.Cli;
using Cosmovisor.Linux;
using Cosmovisor.Sandbox;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

// A child of ours with work to do. It wants signals to mean what they always mean.
if (TaskWords.AreATask(args))
{
    return ChildTasks.Run(args);
}

Reborn.WithSignalsBlocked();
var (name, arguments) = ProcessImage.CommandLine(args);

try
{
    return Invocation.Run(name, args, arguments);
}
catch (RefusedException ex)
{
    StandardError.Write($"{ProgramName.Of(name)}: {ex.Message}\n");
    return ex.ExitCode;
}
catch (UpgradeFailedException ex)
{
    StandardError.Write($"{ProgramName.Of(name)}: {ex.Message}\n");
    return ExitCodes.UpgradeFailed;
}
