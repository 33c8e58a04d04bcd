using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// Archives made by somebody who means harm, or by a broken tool. Each refusal leaves <c>upgrades/</c> and everything around it as it was.
/// </summary>
public sealed class HostileArchives : IDisposable
{
    private readonly ScratchHome _scratch = new();

    [Theory]
    [InlineData("../../../evil", "leaves the folder")]
    [InlineData("bin/../../../evil", "leaves the folder")]
    [InlineData("/tmp/evil", "absolute path")]
    [InlineData("..\\evil", "backslash")]
    [InlineData("bin/gaiad\nplan=v9", "control character")]
    public async Task CannotWriteOutsideTheirFolder(string name, string because)
    {
        Contain(because, await RefusedTarAsync(new TarBytes().File("bin/gaiad").File(name)));
        Contain(because, await RefusedZipAsync(("bin/gaiad", 0x81ed, Samples.Script), (name, 0x81a4, Samples.Script)));
        Assert.False(File.Exists(Path.Join(_scratch.Shelf, "../evil")));
    }

    [Theory]
    [InlineData("bin/escape", "/etc", "absolute path")]
    [InlineData("bin/escape", "../../..", "out of the archive")]
    [InlineData("escape", "..", "out of the archive")]
    [InlineData("bin/escape", "../x/../..", "out of the archive")]
    [InlineData("bin/gaiad", "/bin/sh", "absolute path")]
    public async Task CannotPointOutsideTheirFolder(string name, string target, string because)
    {
        Contain(because, await RefusedTarAsync(new TarBytes().Link(name, target).File("gaiad")));
        Contain(because, await RefusedZipAsync((name, 0xa1ff, Encoding.UTF8.GetBytes(target)), ("gaiad", 0x81ed, Samples.Script)));
    }

    [Fact]
    public async Task CannotWriteThroughALinkOfTheirOwn()
    {
        Contain("which is not a folder", await RefusedTarAsync(new TarBytes().Folder("a").Link("b", "a").File("b/gaiad")));
        Contain("twice", await RefusedTarAsync(new TarBytes().Folder("a").Link("a", "b").File("gaiad")));
        Contain("twice", await RefusedTarAsync(new TarBytes().File("x").Link("gaiad", "x").File("gaiad")));
        Contain("which is not a folder", await RefusedTarAsync(new TarBytes().File("gaiad").File("gaiad/x")));
    }

    [Fact]
    public async Task CannotTakeInFilesOfThisMachine()
    {
        Contain("not an earlier file of the archive", await RefusedTarAsync(new TarBytes().HardLink("gaiad", "/etc/passwd")));
        Contain("not an earlier file of the archive", await RefusedTarAsync(new TarBytes().HardLink("gaiad", "../../current/bin/gaiad")));
        Contain("not an earlier file of the archive", await RefusedTarAsync(new TarBytes().HardLink("gaiad", "later").File("later")));
        Contain("not an earlier file of the archive", await RefusedTarAsync(new TarBytes().Link("l", "x").HardLink("gaiad", "l").File("x")));
    }

    [Theory]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    public async Task CannotBringDevicesOrPipes(char type)
    {
        Contain("neither file, folder nor link", await RefusedTarAsync(new TarBytes().File("gaiad").Add("x"u8.ToArray(), type, [])));
        Contain("neither file, folder nor link",
            await RefusedZipAsync(("gaiad", 0x81ed, Samples.Script), ("x", type == '3' ? 0x21ed : type == '4' ? 0x61ed : 0x11ed, [])));
    }

    [Theory]
    [InlineData(0x9ed)] // 4755
    [InlineData(0x5ed)] // 2755
    public async Task CannotBringSetIdBits(int mode)
    {
        Contain("set-user-id or set-group-id", await RefusedTarAsync(new TarBytes().File("gaiad", mode: mode)));
        Contain("set-user-id or set-group-id", await RefusedZipAsync(("gaiad", 0x8000 | mode, Samples.Script)));
    }

    [Fact]
    public async Task CannotMakeFilesThatOthersMayWrite()
    {
        var staged = await StageTarAsync(new TarBytes().File("bin/gaiad", mode: 0x1ff).File("lib/x", mode: 0x1b6));

        var everyone = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(staged) & everyone);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Join(Path.GetDirectoryName(staged), "../lib/x")) & everyone);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Join(Path.GetDirectoryName(staged), "..")) & everyone);
    }

    [Fact]
    public async Task CannotHaveOneNameTwice()
    {
        Contain("twice", await RefusedTarAsync(new TarBytes().File("bin/gaiad").File("./bin/gaiad")));
        Contain("differ in case only", await RefusedTarAsync(new TarBytes().File("bin/gaiad").File("bin/Gaiad")));
        Contain("differ in case only", await RefusedTarAsync(new TarBytes().File("bin/gaiad").File("Bin/x")));
        Contain("twice", await RefusedZipAsync(("gaiad", 0x81ed, Samples.Script), ("gaiad", 0x81ed, Samples.Script)));
    }

    [Fact]
    public async Task CannotHaveNamesThatAreNoText() =>
        Contain("not UTF-8", await RefusedTarAsync(new TarBytes().File("gaiad").Add([0xff, 0xfe, (byte)'x'], '0', Samples.Script)));

    [Fact]
    public async Task CannotFillTheDisk()
    {
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { MaxSize = 3_000_000 } };
        Put(scratch, Gzip(new TarBytes().File("gaiad", new byte[4_000_000]).ToArray()));

        Contain("unpacks to more than 3000000 bytes", await scratch.RefusedAsync(scratch.OnShelf("v2")));
    }

    [Theory]
    [InlineData('L')]
    [InlineData('K')]
    [InlineData('x')]
    [InlineData('g')]
    public async Task CannotHaveNamesWithoutEnd(char type)
    {
        var metadata = new byte[3 << 20];
        Array.Fill(metadata, (byte)'1');

        Contain("more than 1 MiB of names and attributes",
            await RefusedTarAsync(new TarBytes().Add("x"u8.ToArray(), type, metadata).File("gaiad")));
    }

    [Fact]
    public async Task CannotHaveNamesWithoutEndInManyPieces()
    {
        var tar = new TarBytes();

        for (var i = 0; i < 300; i++)
        {
            _ = tar.Add("x"u8.ToArray(), 'L', new byte[4096]);
        }

        Contain("more than 1 MiB of names and attributes", await RefusedTarAsync(tar.File("gaiad")));
    }

    [Fact]
    public async Task CannotHaveAListOfFilesWithoutEnd()
    {
        var zip = Zip(("gaiad", 0x81ed, Samples.Script));
        var end = zip.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var start = BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(end + 16));
        byte[] entry = [.. zip.AsSpan(start, end - start), .. new byte[60_000]]; // with a comment, which is kept too
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(32), 60_000);
        const int Count = 80;
        var list = Enumerable.Repeat(entry, Count).SelectMany(e => e).ToArray();
        BinaryPrimitives.WriteInt16LittleEndian(zip.AsSpan(end + 8), Count);
        BinaryPrimitives.WriteInt16LittleEndian(zip.AsSpan(end + 10), Count);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(end + 12), list.Length);
        Put(_scratch, [.. zip[..start], .. list, .. zip[end..]]);

        Contain("own list of its files has more than 4 MiB", await _scratch.RefusedAsync(_scratch.OnShelf("v2")));
    }

    [Fact]
    public async Task CannotLieAboutTheirEnd()
    {
        Contain("cut short", await RefusedTarAsync(new TarBytes().File("gaiad").Claim("x", size: 1 << 20)));
        Contain("ends before its last entry",
            await RefusedTarAsync(new TarBytes().File("gaiad").Add("x"u8.ToArray(), 'L', "bin/gaiad"u8.ToArray())));
        Contain("headers is damaged",
            await RefusedTarAsync(new TarBytes().File("gaiad").Add("x"u8.ToArray(), 'x', "99 path=a\n"u8.ToArray()).File("y")));
    }

    [Theory]
    [InlineData("bin/\u001b]0;x\u0007", "bin/\\x1b]0;x\\x07")]
    [InlineData("bin/a\u2028b", "bin/a\\u2028b")]
    [InlineData("bin/\u202egpj.sh", "bin/\\u202egpj.sh")]
    public async Task CannotSpeakToATerminal(string name, string shown)
    {
        foreach (var tar in new[] { new TarBytes().File(name), new TarBytes()
            .File(name, mode: 0x9ed), new TarBytes().Add(Encoding.UTF8.GetBytes(name), '3', []), new TarBytes().HardLink("x", name) })
        {
            Contain($"\"{shown}\"", await RefusedTarAsync(tar));
        }

        Contain($"\"{shown}\"", await RefusedZipAsync((name, 0x81ed, Samples.Script)));
        Contain($"\"{shown}\"", await RefusedZipAsync((name, 0x11ed, [])));
    }

    [Fact]
    public async Task CannotGrowWithoutMeasure()
    {
        Put(_scratch, Gzip(new TarBytes().File("gaiad", new byte[70 << 20]).ToArray()));

        Contain("a decompression bomb?", await _scratch.RefusedAsync(_scratch.OnShelf("v2")));
    }

    [Fact]
    public async Task CannotGrowBehindTheirEnd()
    {
        using var scratch = new ScratchHome { Settings = _scratch.Settings with { MaxSize = 3_000_000 } };
        Put(scratch, Gzip([.. new TarBytes().File("gaiad").ToArray(), .. new byte[4_000_000]]));

        Contain("unpacks to more than", await scratch.RefusedAsync(scratch.OnShelf("v2")));
    }

    [Fact]
    public async Task CannotHaveEntriesWithoutEnd()
    {
        var tar = new TarBytes().File("gaiad");

        for (var i = 0; i < 10_000; i++)
        {
            _ = tar.Folder("x");
        }

        Contain("more than 10000 entries", await RefusedTarAsync(tar));
    }

    // Thirty names with three hundred and more folders in each: no entry of their own, and all of them on the disk.
    [Fact]
    public async Task CannotHaveFoldersWithoutEndOnTheWayToTheirEntries()
    {
        using var tar = new MemoryStream();

        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            for (var i = 0; i < 30; i++)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, $"{i}/{string.Join('/', Enumerable.Repeat("a", 400))}"));
            }
        }

        Put(_scratch, Gzip(tar.ToArray()));
        Contain("more than 10000 entries, folders on the way to them included", await _scratch.RefusedAsync(_scratch.OnShelf("v2")));
    }

    [Fact]
    public async Task CannotLieAboutTheirSizeInAZip()
    {
        Put(_scratch, Zip(("gaiad", 0x81ed, Samples.ScriptOf(5000))));
        var bytes = File.ReadAllBytes(_scratch.OnShelf("v2"));
        var central = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(central + 24), 10); // "10 bytes unpacked"
        File.WriteAllBytes(_scratch.OnShelf("v2"), bytes);

        _ = await _scratch.RefusedAsync(_scratch.OnShelf("v2"));
    }

    [Fact]
    public async Task CannotPutAFolderWhereTheBinaryShouldBe()
    {
        Contain("folder where the binary should be", await RefusedTarAsync(new TarBytes().Folder("bin/gaiad").File("x").File("y")));
        Contain("folder where the binary should be", await RefusedTarAsync(new TarBytes().File("gaiad").Folder("bin/gaiad")));
        Contain("folder where the binary should be", await RefusedTarAsync(new TarBytes().File("other").Folder("bin/gaiad")));
        Contain("nowhere, which is not there", await RefusedTarAsync(new TarBytes().Link("bin/gaiad", "nowhere").File("x")));
        Contain("holds no gaiad", await RefusedTarAsync(new TarBytes().Folder("empty")));
    }

    [Fact]
    public async Task ThatAreOnlyNoiseAreRefused()
    {
        foreach (var mark in new[]
        {
            "1f8b08",
            "504b0304",
            "504b0506",
            "425a6839",
            "fd377a585a00",
            "28b52ffd",
            "502a4d18",
            "7f454c46",
            "2321",
            ""
        })
        {
            Put(_scratch, [.. Convert.FromHexString(mark), .. Samples.Noise(3000)]);

            _ = await _scratch.RefusedAsync(_scratch.OnShelf("v2"));
        }
    }

    [Fact]
    public async Task WithAnyByteChangedAreRefusedOrLeaveWhatTheyShould()
    {
        var tar = new TarBytes().File("bin/gaiad").Link("lib/a", "b").File("lib/b").ToArray();

        for (var at = 0; at < tar.Length; at += 7)
        {
            var changed = (byte[])tar.Clone();
            changed[at] ^= 0x41;
            Put(_scratch, changed);
            var before = _scratch.UpgradesTree();

            try
            {
                _ = await _scratch.StageAsync(_scratch.OnShelf("v2"));
                Directory.Delete(Path.Join(_scratch.Home.Upgrades, "v2"), recursive: true);
            }
            catch (RefusedException)
            {
                // as good
            }

            Assert.Equal(before, _scratch.UpgradesTree());
        }
    }

    public void Dispose() => _scratch.Dispose();

    private static void Contain(string part, string message) => Assert.True(message.Contains(part, StringComparison.Ordinal), message);

    private static void Put(ScratchHome scratch, byte[] archive) => File.WriteAllBytes(scratch.OnShelf("v2"), archive);

    private async Task<string> StageTarAsync(TarBytes tar)
    {
        Put(_scratch, tar.ToArray());
        return (await _scratch.StageAsync(_scratch.OnShelf("v2"))).BinaryPath;
    }

    private async Task<string> RefusedTarAsync(TarBytes tar)
    {
        Put(_scratch, tar.ToArray());
        return await _scratch.RefusedAsync(_scratch.OnShelf("v2"));
    }

    private async Task<string> RefusedZipAsync(params (string Name, int Mode, byte[] Content)[] entries)
    {
        Put(_scratch, Zip(entries));
        return await _scratch.RefusedAsync(_scratch.OnShelf("v2"));
    }

    private static byte[] Zip(params (string Name, int Mode, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();

        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, mode, content) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();

        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }
}
