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

SelfReexec.WithSignalsBlocked();
Starter.TakeFileLimitsAsErrors();
var (name, arguments) = ProcessImage.CommandLine(args);
LastNet.Spread(ProgramName.Of(name));

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
catch (Exception ex) when (LastNet.Holds(ex))
{
    StandardError.Write($"{ProgramName.Of(name)}: {LastNet.Words(ex)}\n");
    return ExitCodes.Failed;
}
