using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>The two names of the one program.</summary>
internal static class ProgramName
{
    private const string Supervisor = "cosmovisor";
    private const string OperatorsTool = "cosmovisorctl";

    public static bool IsOperatorsTool(string calledBy) => Path.GetFileName(calledBy) == OperatorsTool;

    /// <summary>What our own messages begin with: the name we were called by, whatever the file is called.</summary>
    public static string Of(string calledBy) => IsOperatorsTool(calledBy) ? OperatorsTool : Supervisor;

    public static string Of(InvokedAs call) => call == InvokedAs.OperatorsTool ? OperatorsTool : Supervisor;
}
