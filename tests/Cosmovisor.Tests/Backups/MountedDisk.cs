using System.Diagnostics;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A file system of its own, in an image file, for one test.</summary>
internal sealed class MountedDisk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _image;

    private MountedDisk(string folder, string image) => (Folder, _image) = (folder, image);

    public string Folder { get; }

    /// <summary>Skips the test, with the reason, where that is not possible.</summary>
    /// <param name="kind">ext4, xfs, btrfs or tmpfs.</param>
    /// <param name="megabytes">xfs needs 300, btrfs 110.</param>
    /// <param name="options">More for mkfs.</param>
    public static MountedDisk OrSkip(string kind, int megabytes, params string[] options)
    {
        Assert.SkipUnless(Environment.UserName == "root", $"mounting {kind} needs root");
        Assert.SkipUnless(kind == "tmpfs" || Exists($"mkfs.{kind}"), $"mkfs.{kind} is not installed (e2fsprogs, xfsprogs, btrfs-progs)");
        var folder = Directory.CreateTempSubdirectory($"disk-{kind}-").FullName;
        var image = $"{folder}.image";

        if (kind != "tmpfs")
        {
            using (var file = File.Create(image))
            {
                file.SetLength(megabytes * 1024L * 1024);
            }

            var (made, madeSays) = Run($"mkfs.{kind}", [kind == "ext4" ? "-F" : "-f", "-q", .. options, image]);
            Assert.True(made, madeSays);
        }

        var (mounted, says) = kind == "tmpfs" ? Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder)
            : Run("mount", "-o", "loop", image, folder);
        var disk = new MountedDisk(folder, image);

        if (!mounted)
        {
            disk.Dispose();
            Assert.Skip($"mounting {kind} is not permitted here: {says}");
        }

        return disk;
    }

    public void Dispose()
    {
        // A reader of the whole machine (an indexer, an agent) may have a file open for a moment: then it goes out of sight now, and for
        // good when he is done.
        _ = Run("umount", Folder) is (true, _) || Run("umount", "--lazy", Folder) is (true, _);
        File.Delete(_image);
        Directory.Delete(Folder);
    }

    public static (bool Worked, string Says) Run(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var says = process.StandardOutput.ReadToEndAsync();
        var complains = process.StandardError.ReadToEndAsync();

        // A run that never ends tells nobody which test it was.
        if (!Task.WaitAll([says, complains, process.WaitForExitAsync()], Patience))
        {
            var state = File.Exists($"/proc/{process.Id}/stat") ? File.ReadAllText($"/proc/{process.Id}/stat") : "no such process any more";
            throw new TimeoutException(
                $"{program} {string.Join(' ', arguments)}: output read {says.IsCompleted}, errors read {complains.IsCompleted}, ended {process.HasExited}; {state}");
        }

        return (process.ExitCode == 0, says.Result + complains.Result);
    }

    /// <summary>Whether a program is installed and did what it was asked.</summary>
    public static bool Works(string program, params string[] arguments) => Exists(program) && Run(program, arguments).Worked;

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").Any(
            folder => File.Exists(Path.Join(folder, program)));
}
