using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Home;

namespace Cosmovisor.LookAhead;

/// <summary><c>cosmovisor/outlook.json</c>: what the last look ahead found, for everyone to read.</summary>
internal sealed class OutlookOnDisk(DaemonHome home)
{
    /// <summary>Null when there is none, or none that can be read.</summary>
    public Outlook? Read() =>
        BoundedFile.Read(home.Outlook).Then(bytes => OutlookText.Read(bytes)).IsOk(out var outlook, out _) ? outlook : null;

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Outlook outlook) => AtomicFile.Write(home.Outlook, [Encoding.UTF8.GetString(OutlookText.Write(outlook))]);
}
