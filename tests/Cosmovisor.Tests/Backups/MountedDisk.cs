using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A file system of its own, in an image file, for one test.</summary>
internal sealed class MountedDisk : IDisposable
{
    private readonly TemporaryFolder _folder;

    private MountedDisk(string kind) => _folder = new TemporaryFolder($"disk-{kind}");

    public string Folder => _folder.Path;

    private string Image => $"{Folder}.image";

    /// <summary>Skips the test, with the reason, where that is not possible.</summary>
    /// <param name="kind">ext4, xfs, btrfs or tmpfs.</param>
    /// <param name="megabytes">xfs needs 300, btrfs 110.</param>
    /// <param name="options">More for mkfs.</param>
    public static MountedDisk OrSkip(string kind, int megabytes, params string[] options)
    {
        Assert.SkipUnless(Environment.UserName == "root", $"mounting {kind} needs root");
        Assert.SkipUnless(
            kind == "tmpfs" || SystemTool.IsThere($"mkfs.{kind}"), $"mkfs.{kind} is not installed (e2fsprogs, xfsprogs, btrfs-progs)");
        var disk = new MountedDisk(kind);

        if (kind != "tmpfs")
        {
            using (var file = File.Create(disk.Image))
            {
                file.SetLength(megabytes * 1024L * 1024);
            }

            var made = SystemTool.End($"mkfs.{kind}", [kind == "ext4" ? "-F" : "-f", "-q", .. options, disk.Image]);
            Assert.True(made.Code == 0, made.Says);
        }

        var mounted = kind == "tmpfs" ? SystemTool.End("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Folder)
            : SystemTool.End("mount", "-o", "loop", disk.Image, disk.Folder);

        if (mounted.Code != 0)
        {
            disk.Dispose();
            Assert.Skip($"mounting {kind} is not permitted here: {mounted.Says}");
        }

        return disk;
    }

    public void Dispose()
    {
        // A reader of the whole machine (an indexer, an agent) may have a file open for a moment: then it goes out of sight now, and for
        // good when he is done.
        _ = SystemTool.Works("umount", Folder) || SystemTool.Works("umount", "--lazy", Folder);
        File.Delete(Image);
        _folder.Dispose();
    }
}
