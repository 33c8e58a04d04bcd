using System.Runtime.InteropServices;
using Cosmovisor.Linux;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>What the operator puts into <c>upgrades/</c> is looked at, and otherwise left alone.</summary>
public sealed partial class PlacedBinaries : IDisposable
{
    private readonly ScratchHome _scratch = new();

    [Fact]
    public async Task WinOverADownload()
    {
        var mine = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"), "#!/bin/sh\necho mine\n"u8.ToArray());
        var before = _scratch.UpgradesTree();

        var staged = await _scratch.StageAsync("https://never.invalid/gaiad");

        Assert.Equal(new StagedVersion("upgrades/v2", mine, Downloaded: false), staged);
        Assert.Equal(before, _scratch.UpgradesTree());
    }

    [Fact]
    public async Task AreNeverRunBeforeTheirTime()
    {
        _ = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"));

        _ = await _scratch.StageAsync("https://never.invalid/gaiad");

        Assert.Empty(_scratch.Commands.Asked);
    }

    [Fact]
    public async Task ThatAreMissingSayWhereWasLookedAndWhatToDo()
    {
        using var scratch = new ScratchHome { Settings = new StagingSettings() };

        var message = await scratch.RefusedAsync("https://never.invalid/gaiad");

        Assert.Contains(
            $"looked at {Path.Join(scratch.Home.Upgrades, "v2/bin/gaiad")}, and downloading disabled", message, StringComparison.Ordinal);
        Assert.Contains("DAEMON_ALLOW_DOWNLOAD_BINARIES=true", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V2", "v2")]
    [InlineData("v2", "V2")]
    public async Task AreFoundInAnotherCaseAndTheLogSaysSo(string plan, string folder)
    {
        var binary = Samples.PutExecutable(_scratch.InUpgrades($"{folder}/bin/gaiad"));

        var staged = await _scratch.Stager.StageAsync(ScratchHome.Plan(plan, ""), TestContext.Current.CancellationToken);

        Assert.Equal(new StagedVersion($"upgrades/{folder}", binary, Downloaded: false), staged);
        Assert.Contains("differs from its name in the case of letters", _scratch.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InTwoFoldersThatDifferInCaseAreRefused()
    {
        _ = Samples.PutExecutable(_scratch.InUpgrades("VTwo/bin/gaiad"));
        _ = Samples.PutExecutable(_scratch.InUpgrades("VTWO/bin/gaiad"));

        Assert.Contains(
            "VTWO, VTwo",
            await _scratch.RefusedAsync(() => _scratch.Stager.StageAsync(ScratchHome.Plan("vtwo", ""), CancellationToken.None)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheExecuteBitAreRefusedAndNotRepaired()
    {
        File.WriteAllBytes(_scratch.InUpgrades("v2/bin/gaiad"), Samples.Script);

        Assert.Contains(
            "its mode is 0644. Make it so: chmod +x", await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnAFileSystemMountedNoexecAreRefused()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/mount"), "needs root to mount a file system");
        var place = Directory.CreateDirectory(Path.Join(_scratch.Home.Upgrades, "v2/bin")).FullName;
        SystemTool.Run("/", "mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", place);

        try
        {
            _ = Samples.PutExecutable(Path.Join(place, "gaiad"));

            Assert.Contains("noexec", await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);
        }
        finally
        {
            SystemTool.Run("/", "umount", place);
        }
    }

    [Theory]
    [InlineData("folder", "is a folder")]
    [InlineData("dangling", "which is not there")]
    [InlineData("pipe", "is not a regular file")]
    [InlineData("empty", "it begins with nothing: it is empty")]
    [InlineData("text", "neither a program (ELF) nor a script (#!): it begins with \"hello\"")]
    [InlineData("html", "is a web page (HTML), and should be a program for")]
    [InlineData("gzip", "is an archive, and should be a program for")]
    [InlineData("nowhere", "is a script for /nowhere/sh, which is not there")]
    [InlineData("noname", "names no interpreter")]
    public async Task OfTheWrongKindAreRefused(string kind, string because)
    {
        var path = _scratch.InUpgrades("v2/bin/gaiad");

        switch (kind)
        {
            case "folder":
                _ = Directory.CreateDirectory(path);
                break;
            case "dangling":
                _ = File.CreateSymbolicLink(path, "gone");
                break;
            case "pipe":
                Assert.Equal(0, MakePipe(path, 0x1ed));
                break;
            default:
                _ = Samples.PutExecutable(path, kind switch
                {
                    "text" => "hello"u8.ToArray(),
                    "html" => "<!DOCTYPE html>"u8.ToArray(),
                    "gzip" => [0x1f, 0x8b, 8],
                    "nowhere" => "#! /nowhere/sh -e\n"u8.ToArray(),
                    "noname" => "#!\n"u8.ToArray(),
                    _ => [],
                });
                break;
        }

        Assert.Contains(because, await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/proc/self/exe")]
    public async Task MayBeLinksToRealPrograms(string target)
    {
        _ = File.CreateSymbolicLink(_scratch.InUpgrades("v2/bin/gaiad"), target);

        Assert.False((await _scratch.StageAsync("https://never.invalid/x")).Downloaded);
    }

    [Theory]
    [InlineData(2, 183, "was built for another machine: 64-bit ARM (arm64), and this one is 64-bit x86-64 (amd64)")]
    [InlineData(1, 3, "was built for another machine: 32-bit x86 (386)")]
    [InlineData(2, 9999, "machine number 9999")]
    public async Task ForAnotherMachineAreRefused(byte elfClass, int machine, string because)
    {
        Assert.SkipUnless(
            RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.X64,
            "the sentences are an amd64 machine's");
        _ = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"), ElfBytes.Program(elfClass, machine));

        Assert.Contains(because, await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheirLoaderAreRefused()
    {
        _ = Samples.PutExecutable(
            _scratch.InUpgrades("v2/bin/gaiad"), ElfBytes.Program(2, ElfBytes.ThisMachine, "/lib/ld-musl-x86_64.so.9"));

        Assert.Contains("needs the dynamic loader /lib/ld-musl-x86_64.so.9, which is not there: it was built for Alpine",
            await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheirLibrariesAreRefusedUntilTheseLieInTheirLibFolder()
    {
        Assert.SkipUnless(File.Exists(ElfBytes.Loader), "no glibc here");
        var binary = Samples.PutExecutable(
            _scratch.InUpgrades("v2/bin/gaiad"),
            ElfBytes.Program(2, ElfBytes.ThisMachine, ElfBytes.Loader, needed: ["libc.so.6", "libwasmvm.x86_64.so"]));

        Assert.Contains($"needs the shared library libwasmvm.x86_64.so, found neither in {Path.Join(_scratch.Home.Upgrades, "v2/lib")}",
            await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);

        File.WriteAllBytes(_scratch.InUpgrades("v2/lib/libwasmvm.x86_64.so"), []);

        Assert.Equal(binary, (await _scratch.StageAsync("https://never.invalid/x")).BinaryPath);
    }

    [Fact]
    public async Task MayBringTheirLibrariesByAPathOfTheirOwn()
    {
        Assert.SkipUnless(File.Exists(ElfBytes.Loader), "no glibc here");
        _ = Samples.PutExecutable(
            _scratch.InUpgrades("v2/bin/gaiad"),
            ElfBytes.Program(2, ElfBytes.ThisMachine, ElfBytes.Loader, ["libown.so"], runPath: "/nowhere:$ORIGIN/../own"));
        File.WriteAllBytes(_scratch.InUpgrades("v2/own/libown.so"), []);

        Assert.False((await _scratch.StageAsync("https://never.invalid/x")).Downloaded);
    }

    [Fact]
    public async Task ThatAreCutShortAreRefused()
    {
        var whole = ElfBytes.Program(2, ElfBytes.ThisMachine);

        foreach (var length in new[] { 5, 30, 63, 100, whole.Length - 1 })
        {
            _ = Samples.PutExecutable(_scratch.InUpgrades("v2/bin/gaiad"), whole[..length]);

            Assert.Contains("cut short", await _scratch.RefusedAsync("https://never.invalid/x"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OfThisMachineAreAllTaken()
    {
        var refused = Directory.GetFiles("/usr/bin").Where(FileCalls.IsExecutableByUs)
            .Select(path => (path, Wrong: UsableBinary.WhyNot(path, "/nowhere")))
            .Where(p => p.Wrong is not null
                && !p.Wrong.Contains("interpreter", StringComparison.Ordinal)
                && !p.Wrong.Contains("is a script for", StringComparison.Ordinal));

        Assert.Empty(refused);
    }

    public void Dispose() => _scratch.Dispose();

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, int mode);
}
