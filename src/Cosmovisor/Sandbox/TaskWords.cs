namespace Cosmovisor.Sandbox;

/// <summary>How the child of a task is told apart from a daemon's arguments.</summary>
internal static class TaskWords
{
    /// <summary>The first word of its command line. No daemon has it, and no person types it.</summary>
    public const string First = "__cosmovisor-task";

    public static bool AreATask(string[] words) => words is [First, _, ..];
}
