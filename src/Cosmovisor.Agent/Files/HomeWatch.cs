namespace Cosmovisor.Agent.Files;

/// <summary>
/// Says when something changed in one of the homes. Watches only while somebody listens: with nobody there, the agent does not wake up.
/// </summary>
/// <remarks>
/// A listener looks by itself too, now and then: the kernel's watch of a folder that was deleted and made anew says nothing.
/// </remarks>
internal sealed class HomeWatch(IReadOnlyList<HomeFiles> homes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<FileSystemWatcher> _watchers = [];
    private int _listeners;
    private TaskCompletionSource _changed = New();

    /// <summary>Ends at the next change. To be taken before the files are read, so that none is missed.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Whether the kernel tells of changes in all homes.</summary>
    public bool SeesAll
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count == homes.Count;
            }
        }
    }

    public void Listen()
    {
        lock (_gate)
        {
            if (_listeners++ == 0)
            {
                Watch();
            }
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_listeners == 0)
            {
                Unwatch();
            }
        }
    }

    /// <summary>Something had changed, and the watch had not said so.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (_listeners > 0)
            {
                Unwatch();
                Watch();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Unwatch();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Watch()
    {
        foreach (var home in homes.Where(home => home.IsThere))
        {
            try
            {
                var watcher = new FileSystemWatcher(home.Root)
                {
                    NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite
                };
                watcher.Changed += (_, _) => Tell();
                watcher.Created += (_, _) => Tell();
                watcher.Renamed += (_, _) => Tell();
                watcher.EnableRaisingEvents = true;
                _watchers.Add(watcher);
            }
            catch (Exception ex) when (ex is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // Gone this instant, or the user's watches are used up: the listeners' own looks are left.
            }
        }
    }

    private void Unwatch()
    {
        _watchers.ForEach(watcher => watcher.Dispose());
        _watchers.Clear();
    }

    private void Tell()
    {
        TaskCompletionSource before;

        lock (_gate)
        {
            (before, _changed) = (_changed, New());
        }

        before.SetResult();
    }
}
