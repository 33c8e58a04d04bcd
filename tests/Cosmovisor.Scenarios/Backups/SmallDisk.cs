using System.Diagnostics;
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
        Assert.SkipUnless(Runs("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder), "mounting is not permitted here");
        return new SmallDisk(folder);
    }

    public void Fill(long leaving)
    {
        var bytes = new DriveInfo(_folder).AvailableFreeSpace - leaving;
        Assert.True(Runs("fallocate", "-l", bytes.ToString(CultureInfo.InvariantCulture), Filling));
    }

    public void Free() => File.Delete(Filling);

    public void Dispose() => _ = Runs("umount", _folder) || Runs("umount", "--lazy", _folder);

    private static bool Runs(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var says = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)) && says.Wait(TimeSpan.FromMinutes(1)), $"{program} does not end");
        return process.ExitCode == 0;
    }
}
