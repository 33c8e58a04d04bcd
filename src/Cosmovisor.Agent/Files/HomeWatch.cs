namespace Cosmovisor.Agent.Files;

/// <summary>
/// Says when something changed in one of the homes. Watches only while somebody listens: with nobody there, the agent does not wake up.
/// </summary>
/// <remarks>
/// The kernel's watch of a folder that was deleted and made again says nothing: the folders above are watched for that. A listener looks by
/// itself too, now and then.
/// </remarks>
internal sealed class HomeWatch(IReadOnlyList<HomeFiles> homes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<FileSystemWatcher> _watchers = [];
    private int _listeners;
    private int _watched;
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

    /// <summary>Whether the kernel reports changes in all homes.</summary>
    public bool SeesAll
    {
        get
        {
            lock (_gate)
            {
                return _watched == homes.Count;
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
        foreach (var home in homes)
        {
            // From above, so that a folder that is made meanwhile is seen by one of the two.
            var isSafe = Watch(Path.GetDirectoryName(home.Path), Path.GetFileName(home.Path))
                & (home.Root == home.Path || Watch(Path.GetDirectoryName(home.Root), Path.GetFileName(home.Root)));

            if (home.IsThere && Watch(home.Root) && isSafe)
            {
                _watched++;
            }
        }
    }

    // The files of a folder, or one folder in it that may come and go.
    private bool Watch(string? folder, string? name = null)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            var watcher = new FileSystemWatcher(folder, name ?? "*")
            {
                NotifyFilter = name is null ? NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite
                    : NotifyFilters.DirectoryName
            };
            _watchers.Add(watcher);

            if (name is null)
            {
                watcher.Changed += (_, _) => Tell();
                watcher.Created += (_, _) => Tell();
                watcher.Renamed += (_, _) => Tell();
            }
            else
            {
                watcher.Created += (_, _) => Anew();
                watcher.Deleted += (_, _) => Anew();
                watcher.Renamed += (_, _) => Anew();
            }

            watcher.EnableRaisingEvents = true;
            return true;
        }
        catch (Exception ex) when (ex is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Gone this instant, or the user's watches are used up: the listeners' own looks are left.
            return false;
        }
    }

    private void Unwatch()
    {
        _watchers.ForEach(watcher => watcher.Dispose());
        _watchers.Clear();
        _watched = 0;
    }

    // Not on the thread of the watchers, which are ended by it.
    private void Anew() => ThreadPool.QueueUserWorkItem(_ =>
    {
        Renew();
        Tell();
    });

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
