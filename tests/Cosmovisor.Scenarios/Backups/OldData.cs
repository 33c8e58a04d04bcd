using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// A data folder on a disk of its own, with files that nothing has changed for hours: no program can set that time, so it is written into
/// the image of the disk.
/// </summary>
internal sealed class OldData : IDisposable
{
    private const int Megabytes = 96;

    private readonly NodeHome _home;
    private readonly string _image;

    private OldData(NodeHome home, string image) => (_home, _image) = (home, image);

    /// <summary>Skips the test, with the reason, where that is not possible.</summary>
    /// <param name="home">Whose data.</param>
    /// <param name="files">Path and size of each.</param>
    public static OldData MountOrSkip(NodeHome home, params (string Path, int Bytes)[] files)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        Assert.SkipUnless(SystemTool.IsThere("debugfs"), "debugfs is not installed (apt-get install e2fsprogs)");
        var (image, content) = (home.Path + ".image", home.Path + ".content");
        var script = new List<string>();
        var hours = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 7200;

        foreach (var (path, bytes) in files)
        {
            var full = Path.Join(content, path);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, [.. Enumerable.Range(0, bytes).Select(at => (byte)(at * 31 / 7))]);

            // Nanoseconds times four: the two lowest bits belong to the seconds.
            script.AddRange([
                string.Create(CultureInfo.InvariantCulture, $"sif /{path} ctime @{hours}"),
                $"sif /{path} ctime_extra 0x1d6f3454",
                string.Create(CultureInfo.InvariantCulture, $"sif /{path} mtime @{hours}")
            ]);
        }

        using (var disk = File.Create(image))
        {
            disk.SetLength(Megabytes * 1024L * 1024);
        }

        var old = new OldData(home, image);
        Assert.True(SystemTool.Works("mkfs.ext4", "-q", "-F", "-d", content, image));
        File.WriteAllLines(content + ".script", script);
        Assert.True(SystemTool.Works("debugfs", "-w", "-f", content + ".script", image));
        File.Delete(content + ".script");
        Directory.Delete(content, recursive: true);
        _ = Directory.CreateDirectory(home.In("data"));

        if (!SystemTool.Works("mount", "-o", "loop", image, home.In("data")))
        {
            old.Dispose();
            Assert.Skip("mounting is not permitted here");
        }

        return old;
    }

    public void Dispose()
    {
        _ = SystemTool.Works("umount", _home.In("data")) || SystemTool.Works("umount", "--lazy", _home.In("data"));
        File.Delete(_image);
    }
}
