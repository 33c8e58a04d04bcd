using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>Every kind of archive, packed by the program publishers pack it with.</summary>
public sealed class ArchivesOfRealTools : IDisposable
{
    private readonly ScratchHome _scratch = new();

    [Theory]
    [InlineData("v2.zip", "zip -qry v2.zip bin lib")]
    [InlineData("v2.tar", "tar cf v2.tar bin lib")]
    [InlineData("v2.tar", "tar cf v2.tar --format=v7 bin lib")]
    [InlineData("v2.tar", "tar cf v2.tar --format=pax bin lib")]
    [InlineData("v2.tar.gz", "tar czf v2.tar.gz ./bin ./lib")]
    [InlineData("v2.tar.bz2", "tar cjf v2.tar.bz2 bin lib")]
    [InlineData("v2.tar.xz", "tar cJf v2.tar.xz bin lib")]
    [InlineData("v2.tar.xz", "tar cf v2.tar.xz -I 'xz -9 --check=sha256' bin lib")]
    [InlineData("v2.tar.xz", "tar cf v2.tar.xz -I 'xz -0 --check=crc32 --block-size=65536' bin lib")]
    [InlineData("v2.tar.xz", "tar cf v2.tar.xz -I 'xz -0 -T2 --block-size=65536' bin lib")]
    [InlineData("v2.tar.zst", "tar cf v2.tar.zst --zstd bin lib")]
    [InlineData("v2.tar.zst", "tar cf v2.tar.zst -I 'zstd -19 --long=27' bin lib")]
    [InlineData("a-name-that-says-nothing", "tar czf a-name-that-says-nothing bin lib")]
    [InlineData("lies.zip", "tar czf lies.zip bin lib")]
    [InlineData("v2.tar", "mkdir gaiad-v2 && mv bin lib gaiad-v2 && tar cf v2.tar gaiad-v2")]
    [InlineData("long.tar", "d=$(printf '%0120d' 1); mkdir $d; mv bin lib $d; tar cf long.tar --format=gnu $d")]
    [InlineData("long.tar", "d=$(printf '%0120d' 1); mkdir $d; mv bin lib $d; tar cf long.tar --format=pax $d")]
    [InlineData("long.tar", "d=$(printf '%090d' 1); mkdir $d; mv bin lib $d; tar cf long.tar --format=ustar $d")]
    [InlineData(
        "long.tar",
        "n=$(printf '%0120d' 1); mv lib/libwasmvm.so.1 lib/$n; ln -s $n lib/libwasmvm.so.1; tar cf long.tar --format=gnu bin lib")]
    [InlineData(
        "long.tar",
        "n=$(printf '%0120d' 1); mv lib/libwasmvm.so.1 lib/$n; ln -s $n lib/libwasmvm.so.1; tar cf long.tar --format=pax bin lib")]
    [InlineData("two.tar.gz", "tar cf t bin lib && split -b 150000 t part. && for p in part.*; do gzip -c $p; done > two.tar.gz")]
    [InlineData("two.tar.bz2", "tar cf t bin lib && split -b 150000 t part. && for p in part.*; do bzip2 -c $p; done > two.tar.bz2")]
    [InlineData("two.tar.xz", "tar cf t bin lib && split -b 150000 t part. && for p in part.*; do xz -c $p; done > two.tar.xz")]
    [InlineData("two.tar.zst", "tar cf t bin lib && split -b 150000 t part. && for p in part.*; do zstd -qc $p; done > two.tar.zst")]
    public async Task BecomeAVersionWithEverythingBesideTheBinary(string file, string packing)
    {
        var daemon = Samples.ScriptOf(300_000);
        Samples.PutExecutable(_scratch.OnShelf("bin/gaiad"), daemon);
        Samples.PutExecutable(_scratch.OnShelf("lib/libwasmvm.so.1"));
        File.CreateSymbolicLink(_scratch.OnShelf("lib/libwasmvm.so"), "libwasmvm.so.1");
        Pack(packing);

        var staged = await _scratch.StageAsync(_scratch.OnShelf(file));

        Assert.Equal("upgrades/v2", staged.Target);
        Assert.True(staged.Downloaded);
        Assert.Equal(daemon, File.ReadAllBytes(staged.BinaryPath));
        Assert.Equal("libwasmvm.so.1", new FileInfo(Path.Join(_scratch.Home.Upgrades, "v2/lib/libwasmvm.so")).LinkTarget);
        Assert.Equal(["v2"], Directory.GetFileSystemEntries(_scratch.Home.Upgrades).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("gaiad", "true")]
    [InlineData("gaiad.gz", "gzip gaiad")]
    [InlineData("gaiad.bz2", "bzip2 gaiad")]
    [InlineData("gaiad.xz", "xz gaiad")]
    [InlineData("gaiad.zst", "zstd -q gaiad")]
    [InlineData("gaiad.zip", "zip -q gaiad.zip gaiad")]
    [InlineData(
        "v2.zip",
        "mkdir -p __MACOSX gaiad-v2 && echo x > __MACOSX/._gaiad-v2 && echo x > .DS_Store && mv gaiad gaiad-v2 && echo x > gaiad-v2/._gaiad && zip -qry v2.zip __MACOSX .DS_Store gaiad-v2")]
    [InlineData("v2.tgz", "mkdir d && mv gaiad d/real && ln -s d/real gaiad && tar czf v2.tgz d gaiad")]
    [InlineData("v2.tgz", "ln gaiad other && tar czf v2.tgz other gaiad")]
    [InlineData("v2.tgz", "chmod 600 gaiad && tar czf v2.tgz gaiad")]
    public async Task OfOneFileBecomeAVersion(string file, string packing)
    {
        var daemon = Samples.ScriptOf(1000);
        Samples.PutExecutable(_scratch.OnShelf("gaiad"), daemon);
        Pack(packing);

        var staged = await _scratch.StageAsync(_scratch.OnShelf(file));

        Assert.Equal(daemon, File.ReadAllBytes(staged.BinaryPath));
        Assert.Equal(Path.Join(_scratch.Home.Upgrades, "v2/bin/gaiad"), staged.BinaryPath);
    }

    [Theory]
    [InlineData("v2.zip", "echo read me > README && zip -q v2.zip gaiad-v2-linux install.sh README")]
    [InlineData("v2.tgz", "tar czf v2.tgz gaiad-v2-linux install.sh")]
    [InlineData("v2.tgz", "chmod 644 gaiad-v2-linux && tar czf v2.tgz gaiad-v2-linux install.sh")]
    public async Task MayHoldTheOneProgramUnderAnyName(string file, string packing)
    {
        var program = ElfBytes.Program(2, ElfBytes.ThisMachine);
        Samples.PutExecutable(_scratch.OnShelf("gaiad-v2-linux"), program);
        Samples.PutExecutable(_scratch.OnShelf("install.sh"));
        Pack(packing);

        var staged = await _scratch.StageAsync(_scratch.OnShelf(file));

        Assert.Equal(program, File.ReadAllBytes(staged.BinaryPath));
    }

    [Theory]
    [InlineData("mkdir -p x/scripts && cp run.sh x/scripts && echo x > x/go.mod && tar czf v2.tgz x")]
    [InlineData("tar czf v2.tgz run.sh")]
    [InlineData("cp run.sh gaiad-v2 && tar czf v2.tgz gaiad-v2")]
    public async Task WithAScriptOfAnotherNameAreRefusedAndTheScriptIsNotRun(string packing)
    {
        Samples.PutExecutable(_scratch.OnShelf("run.sh"));
        Pack(packing);

        Assert.Contains("(a script)", await _scratch.RefusedAsync(_scratch.OnShelf("v2.tgz")), StringComparison.Ordinal);
        Assert.Empty(_scratch.Commands.Asked);
    }

    [Fact]
    public async Task ThatAreFlatBecomeAVersionWithBinAndLib()
    {
        var library = ElfBytes.Program(2, ElfBytes.ThisMachine, type: 3);
        Samples.PutExecutable(
            _scratch.OnShelf("gaiad"), ElfBytes.Program(2, ElfBytes.ThisMachine, ElfBytes.Loader, needed: ["libwasmvm.so.1", "libc.so.6"]));
        Samples.PutExecutable(_scratch.OnShelf("peggo"), ElfBytes.Program(2, ElfBytes.ThisMachine));
        Samples.PutExecutable(_scratch.OnShelf("libwasmvm.so.1.5"), library);
        File.CreateSymbolicLink(_scratch.OnShelf("libwasmvm.so.1"), "libwasmvm.so.1.5");
        Pack("echo x > README && zip -qy v2.zip gaiad peggo libwasmvm.so.1 libwasmvm.so.1.5 README");

        var staged = await _scratch.StageAsync(_scratch.OnShelf("v2.zip"));

        var version = Path.Join(_scratch.Home.Upgrades, "v2");
        Assert.Equal(Path.Join(version, "bin/gaiad"), staged.BinaryPath);
        Assert.Equal(library, File.ReadAllBytes(Path.Join(version, "lib/libwasmvm.so.1")));
        Assert.Equal("libwasmvm.so.1.5", new FileInfo(Path.Join(version, "lib/libwasmvm.so.1")).LinkTarget);
        Assert.True(File.Exists(Path.Join(version, "bin/peggo")));
        Assert.Equal(
            ["README", "bin", "lib", "staged.json"],
            Directory.GetFileSystemEntries(version).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CannotBringARecordOfWhatWasDone()
    {
        Samples.PutExecutable(_scratch.OnShelf("gaiad"));
        Pack("""echo '{"name":"v2","height":1}' > upgrade-info.json && tar czf v2.tgz gaiad upgrade-info.json""");

        _ = await _scratch.StageAsync(_scratch.OnShelf("v2.tgz"));

        Assert.False(File.Exists(Path.Join(_scratch.Home.Upgrades, "v2/upgrade-info.json")));
    }

    [Theory]
    [InlineData("x", "xz --lzma2=dict=1GiB -c t > x", "needs 1024 MiB of memory to be unpacked")]
    [InlineData("x", "xz -c t > x && xz --lzma2=dict=1GiB -c t >> x", "needs 1024 MiB of memory to be unpacked")]
    [InlineData("x", "xz --x86 --lzma2=dict=1GiB -c t > x", "needs 1024 MiB of memory to be unpacked")]
    [InlineData("x", "zstd -q --ultra -22 --long=31 -c < t > x", "cannot be read")]
    public async Task ThatWantTooMuchMemoryAreRefused(string file, string packing, string because)
    {
        Samples.PutExecutable(_scratch.OnShelf("gaiad"), Samples.ScriptOf(200_000));
        Pack($"tar cf t gaiad && {packing}");

        Assert.Contains(because, await _scratch.RefusedAsync(_scratch.OnShelf(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAPackageInThemSayWhatItIs()
    {
        File.WriteAllText(
            _scratch.OnShelf("gaiad_2.0_amd64.deb"), "!<arch>\ndebian-binary   1410122664  0     0     100644  4         `\n2.0\n");
        Pack("echo x > README && zip -q v2.zip README gaiad_2.0_amd64.deb");

        Assert.Contains("it holds gaiad_2.0_amd64.deb (a Debian package (.deb)), README",
            await _scratch.RefusedAsync(_scratch.OnShelf("v2.zip")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip -c t")]
    [InlineData("bzip2 -c t")]
    [InlineData("xz -c t")]
    [InlineData("xz --check=crc32 -c t")]
    [InlineData("xz --check=sha256 -c t")]
    [InlineData("zstd -qc t")]
    public async Task ThatAreCutShortAreRefusedWhereverTheyAreCut(string packing)
    {
        Samples.PutExecutable(_scratch.OnShelf("gaiad"), Samples.ScriptOf(20_000));
        Pack($"tar cf t gaiad && {packing} > whole");
        var whole = File.ReadAllBytes(_scratch.OnShelf("whole"));

        foreach (var length in new[]
        {
            3,
            10,
            100,
            whole.Length / 2,
            whole.Length - 300,
            whole.Length - 20,
            whole.Length - 9,
            whole.Length - 5,
            whole.Length - 4,
            whole.Length - 1
        })
        {
            File.WriteAllBytes(_scratch.OnShelf("cut"), whole[..length]);

            _ = await _scratch.RefusedAsync(_scratch.OnShelf("cut"));
        }
    }

    [Theory]
    [InlineData("gzip -c t > whole")]
    [InlineData("bzip2 -c t > whole")]
    [InlineData("xz -c t > whole")]
    [InlineData("xz --check=crc32 -c t > whole")]
    [InlineData("xz --check=sha256 -c t > whole")]
    [InlineData("zstd -q -c t > whole")]
    [InlineData("zip -q whole.zip gaiad && mv whole.zip whole")]
    [InlineData("zip -q0 whole.zip gaiad && mv whole.zip whole")]
    public async Task WithOneWrongByteInTheirContentAreRefused(string packing)
    {
        Samples.PutExecutable(_scratch.OnShelf("gaiad"), Samples.ScriptOf(20_000));
        Pack($"tar cf t gaiad && {packing}");
        var damaged = File.ReadAllBytes(_scratch.OnShelf("whole"));
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(_scratch.OnShelf("damaged"), damaged);

        Assert.Contains("damaged", await _scratch.RefusedAsync(_scratch.OnShelf("damaged")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreLeftAloneWhenTheLinkSaysSo()
    {
        Samples.PutExecutable(_scratch.OnShelf("gaiad"));
        Pack("gzip gaiad");

        Assert.Contains("is an archive, and should be a program for",
            await _scratch.RefusedAsync(_scratch.OnShelf("gaiad.gz?archive=false")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatAreNoneAreRefusedWhenTheLinkSaysTheyAre()
    {
        Samples.PutExecutable(_scratch.OnShelf("gaiad"));

        Assert.Contains("the link says archive=zip, and the file is not an archive",
            await _scratch.RefusedAsync(_scratch.OnShelf("gaiad?archive=zip")), StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private void Pack(string packing)
    {
        // tar's own letter for bzip2 does not name it.
        SystemTool.Need([.. new[] { "zip", "tar", "gzip", "bzip2", "xz", "zstd", "split" }
            .Where(tool => packing.Contains(tool == "bzip2" ? "bz" : tool, StringComparison.Ordinal))]);
        SystemTool.Run(_scratch.Shelf, "sh", "-ec", packing);
    }
}
