namespace Cosmovisor.Sandbox;

/// <summary>The command line of a task's child, by which it is told apart from a daemon's arguments.</summary>
internal static class TaskWords
{
    /// <summary>Its first word. No daemon has it, and no person types it.</summary>
    public const string First = "__cosmovisor-task";

    /// <summary>The same, behind its limits.</summary>
    public const string Confined = "__cosmovisor-task-confined";

    /// <summary>Before a path.</summary>
    public const string MayRead = "read=";

    /// <summary>Before a folder.</summary>
    public const string MayWrite = "write=";

    public static bool AreATask(string[] words) => words is [First or Confined, _, ..];
}
