using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A disk in memory, small enough to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filling => Path.Join(_folder, "full");

    /// <summary>Skips the test, with the reason, where that is not possible.</summary>
    public static SmallDisk MountOrSkip(string folder, int megabytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        _ = Directory.CreateDirectory(folder);
        Assert.SkipUnless(
            SystemTool.Works("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder), "mounting is not permitted here");
        return new SmallDisk(folder);
    }

    public void Fill(long leaving)
    {
        var bytes = new DriveInfo(_folder).AvailableFreeSpace - leaving;
        Assert.True(SystemTool.Works("fallocate", "-l", bytes.ToString(CultureInfo.InvariantCulture), Filling));
    }

    public void Free() => File.Delete(Filling);

    public void Dispose() => _ = SystemTool.Works("umount", _folder) || SystemTool.Works("umount", "--lazy", _folder);
}
