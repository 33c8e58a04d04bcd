using System.Diagnostics;
using System.Globalization;
using Cosmovisor.Tests.Backups;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// <c>kill -9</c> at random moments: whatever is then to be seen in <c>upgrades/</c> is whole, and the next staging goes through.
/// </summary>
public sealed class KilledStagings : IDisposable
{
    private const int InFullProof = 200;

    private readonly ScratchHome _scratch = new();
    private readonly byte[] _daemon = Samples.ScriptOf(200_000);
    private readonly byte[] _library = Samples.Noise(50_000);

    /// <summary>A start takes a third of a second, so ordinary runs do a part; COSMOVISOR_KILLS=200 is the full proof.</summary>
    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("COSMOVISOR_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : InFullProof / 5;

    [Fact]
    public async Task LeaveOnlyWholeVersionsAndTheNextFinishes()
    {
        var archive = _scratch.OnShelf("v2.tar");
        await File.WriteAllBytesAsync(
            archive,
            new TarBytes().File("bin/gaiad", _daemon).File("lib/a", _library).File("lib/b", _library).ToArray(),
            TestContext.Current.CancellationToken);
        var moments = new Random();
        var (whole, halfMade) = (0, 0);

        for (var kill = 0; kill < Kills; kill++)
        {
            await StageUntilKilledAsync(archive, $"k{kill}", TimeSpan.FromMilliseconds(moments.NextDouble() * 40));
            halfMade += Hidden().Length > 0 ? 1 : 0;
            whole += Seen().Length;

            Assert.All(Seen(), ShouldBeWhole);

            var staged = await _scratch.Stager.StageAsync(
                ScratchHome.Plan($"after-{kill}", ScratchHome.InfoFor(archive)), TestContext.Current.CancellationToken);
            ShouldBeWhole(Path.Join(_scratch.Home.Root, staged.Target));
            Assert.Empty(Hidden());
            Array.ForEach(Seen(), folder => Directory.Delete(folder, recursive: true));
        }

        // Otherwise the plug was pulled while nothing was being done, and this proves little.
        Assert.True(whole > 0 && halfMade > Kills / 4, $"{Kills} kills met {halfMade} stagings half way and left {whole} whole versions");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills met {halfMade} stagings half way and left {whole} whole versions");
    }

    public void Dispose() => _scratch.Dispose();

    private string[] Seen() => [.. Directory.GetDirectories(_scratch.Home.Upgrades).Except(Hidden())];

    private string[] Hidden() => Directory.GetDirectories(_scratch.Home.Upgrades, ".staging-*");

    private void ShouldBeWhole(string version)
    {
        Assert.Equal(_daemon, File.ReadAllBytes(Path.Join(version, "bin/gaiad")));
        Assert.Equal(_library, File.ReadAllBytes(Path.Join(version, "lib/a")));
        Assert.Equal(_library, File.ReadAllBytes(Path.Join(version, "lib/b")));
        Assert.NotEqual(UnixFileMode.None, File.GetUnixFileMode(Path.Join(version, "bin/gaiad")) & UnixFileMode.UserExecute);
    }

    private async Task StageUntilKilledAsync(string link, string names, TimeSpan after)
    {
        using var process = Process.Start(
            new ProcessStartInfo(KilledRun.Victim, ["stage", _scratch.Home.Path, link, names]) { RedirectStandardOutput = true })!;

        // Its first version is there: from now on it is always somewhere in the middle of the next.
        Assert.Equal("0", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await Task.Delay(after, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
