using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Folders whose changes the thread that waits for the plan file hears too: one inotify instance, one thread for all.</summary>
internal interface IWatchedFolders
{
    /// <summary>A life of the daemon begins: what lies there now is not news.</summary>
    void Start();

    /// <summary>Wakes whoever waits for <paramref name="watch"/> when something changes there. Asked again after every wake.</summary>
    void AddTo(FolderWatch watch);

    /// <summary>Something has changed, there or elsewhere.</summary>
    void Look();
}
