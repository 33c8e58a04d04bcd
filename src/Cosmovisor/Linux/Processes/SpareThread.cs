namespace Cosmovisor.Linux;

/// <summary>A thread for work that the node can do without.</summary>
internal static class SpareThread
{
    /// <summary>Why there is none, as a sentence.</summary>
    public const string None = "no thread could be started for it: this user or container may have no more processes (ulimit -u, TasksMax, --pids-limit)";

    /// <returns>Null when this user or container may have no more: what needs it is not done, and nothing else fails.</returns>
    public static Thread? Start(string name, Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = name };

        try
        {
            thread.Start();
            return thread;
        }
        catch (Exception ex) when (ex is OutOfMemoryException or ThreadStartException)
        {
            return null;
        }
    }
}
