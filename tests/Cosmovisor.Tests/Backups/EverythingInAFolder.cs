using System.Net.Sockets;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>What a data folder can hold besides plain files: kept, or told.</summary>
public static class EverythingInAFolder
{
    [Theory]
    [InlineData(BackupMode.Auto)]
    [InlineData(BackupMode.Copy)]
    [InlineData(BackupMode.HardLink)]
    internal static void IsKeptWhateverTheTree(BackupMode mode) => Trees.Any.Sample(
        tree =>
        {
            using var node = new BackedUpNode();
            node.Settings = node.Settings with { Mode = mode };
            tree.MakeIn(node.Data);
            var before = Seen.Of(node.Data);

            var taken = node.Take();

            Assert.Equal(before, Seen.Of(taken.Path));
            Assert.Equal(before, Seen.Of(node.Data));

            Directory.Delete(node.Data, recursive: true);
            _ = node.Restore("v2", new RestoreOptions(OldSignState: true));

            Assert.Equal(before, Seen.Of(node.Data));
            Assert.Equal(before, Seen.Of(taken.Path));
        },
        iter: 30,
        threads: 1);

    [Fact]
    public static void KeepsHolesAsHoles()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Mode = BackupMode.Copy };

        using (var file = File.Create(Path.Join(node.Data, "sparse")))
        {
            file.Position = 8 * 1024 * 1024;
            file.Write("middle"u8);
            file.SetLength(64 * 1024 * 1024);
        }

        _ = node.Take();

        var copy = FileFacts.Of(Path.Join(node.Place("v2"), "sparse"))!.Value;
        Assert.Equal(64 * 1024 * 1024, copy.Size);
        Assert.True(copy.Allocated < 1024 * 1024, $"{copy.Allocated} bytes allocated");
        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
    }

    [Fact]
    public static void KeepsModesTimesOwnersAndHardLinkedPairs()
    {
        using var node = new BackedUpNode();
        var file = node.Write("a/file", "1");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.SetGroup);
        Assert.Equal(0, CloneCalls.Link(file, Path.Join(node.Data, "a/pair")));
        File.SetLastWriteTimeUtc(file, new DateTime(1965, 3, 4, 5, 6, 7, DateTimeKind.Utc).AddTicks(1234567));
        Directory.SetLastWriteTimeUtc(Path.Join(node.Data, "a"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetUnixFileMode(Path.Join(node.Data, "a"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        _ = node.Take();

        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
        Assert.Contains("a/pair|f|1|-", Seen.Of(node.Place("v2")), StringComparison.Ordinal);
        Assert.Contains("|a/file|", Seen.Of(node.Place("v2")), StringComparison.Ordinal);
    }

    [Fact]
    public static void KeepsExtendedAttributesAndAccessLists()
    {
        using var node = new BackedUpNode();
        var file = node.Write("file", "1");
        Assert.SkipUnless(
            SystemTool.Works("setfattr", "-n", "user.note", "-v", "kept", file),
            "setfattr (package attr) is not installed, or this file system has no attributes");
        Assert.SkipUnless(
            SystemTool.Works("setfacl", "-m", "u:1234:r", file),
            "setfacl (package acl) is not installed, or this file system has no access lists");

        _ = node.Take();

        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
        Assert.Contains("user.note=", Seen.Of(node.Place("v2")), StringComparison.Ordinal);
        Assert.Contains(
            "user:1234:r--", SystemTool.End("getfacl", "-n", Path.Join(node.Place("v2"), "file")).Says, StringComparison.Ordinal);
    }

    [Fact]
    public static void KeepsWhatAFileMayDoUnderAnotherOwner()
    {
        Assert.SkipUnless(Environment.UserName == "root", "giving files away needs root");
        using var node = new BackedUpNode();
        var (file, setId) = (node.Write("able", "1"), node.Write("set-id", "1"));
        Assert.SkipUnless(
            SystemTool.Works("chown", "1234:1235", file, setId) && SystemTool.Works("setcap", "cap_net_raw+ep", file),
            "setcap (package libcap2-bin) is not installed");
        Assert.SkipUnless(
            SystemTool.Works("getfattr", "--version"), "getfattr (package attr), which shows capabilities, is not installed");
        File.SetUnixFileMode(setId, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.SetUser);

        _ = node.Take();

        Assert.Contains("security.capability=", Seen.Of(node.Data), StringComparison.Ordinal);
        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
    }

    [Fact]
    public static void KeepsTheAttributesOfLinks()
    {
        Assert.SkipUnless(Environment.UserName == "root", "links take trusted attributes only, and those are root's");
        using var node = new BackedUpNode();
        var link = Path.Join(node.Data, "link");
        _ = File.CreateSymbolicLink(link, "nowhere");
        Assert.SkipUnless(
            SystemTool.Works("setfattr", "-h", "-n", "trusted.note", "-v", "kept", link),
            "setfattr (package attr) is not installed, or not permitted here");

        _ = node.Take();

        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
        Assert.Contains("trusted.note=", Seen.Of(node.Place("v2")), StringComparison.Ordinal);
    }

    [Fact]
    public static void TakesNothingFromTheFolderItIsKeptOrRestoredIn()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a/file", "1");
        File.SetUnixFileMode(Path.Join(node.Data, "a/file"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "link"), "a");
        Assert.Equal(0, CloneCalls.MakeFifo(Path.Join(node.Data, "pipe"), 0x180));
        var before = Seen.Of(node.Data);
        Assert.SkipUnless(
            SystemTool.Works("setfacl", "-d", "-m", "u:1234:rwx", node.Home.Root, node.Home.Path),
            "setfacl (package acl) is not installed, or this file system has no access lists");

        _ = node.Take();
        Assert.Equal(before, Seen.Of(node.Place("v2")));

        Directory.Delete(node.Data, recursive: true);
        _ = node.Restore();
        Assert.Equal(before, Seen.Of(node.Data));
    }

    [Fact]
    public static void TellsOfFlagsThatACopyDoesNotHave()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("a");
        var table = Path.Join(node.Data, "a/000001.ldb");
        Assert.SkipUnless(SystemTool.Works("chattr", "+i", table), "chattr is not installed, or not permitted here");

        try
        {
            node.Settings = node.Settings with { Mode = BackupMode.HardLink };

            _ = node.Take();

            Assert.Contains(
                "immutable or append-only (chattr +i, +a) here and not in a copy: a/000001.ldb", node.Log.Text, StringComparison.Ordinal);
            Assert.Equal(1u, FileFacts.Of(table)!.Value.Links);
            Assert.Equal(2u, FileFacts.Of(Path.Join(node.Data, "a/000002.ldb"))!.Value.Links);
        }
        finally
        {
            _ = SystemTool.End("chattr", "-i", table);
        }
    }

    [Fact]
    public static void OfATimeThatIsTooFarAheadIsKeptAsFarAsItGoesAndSaid()
    {
        using var node = new BackedUpNode();
        Assert.SkipUnless(
            SystemTool.Works("touch", "-d", "2300-01-01 00:00:00 UTC", node.Write("late", "1")), "this file system keeps no such time");
        node.Settings = node.Settings with { Mode = BackupMode.Copy };

        _ = node.Take();

        Assert.Contains("last written after the year 2262", node.Log.Text, StringComparison.Ordinal);
        Assert.Equal(2262, File.GetLastWriteTimeUtc(Path.Join(node.Place("v2"), "late")).Year);
        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run("v2", deep: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public static void KeepsLinksAsTheyAreAndTellsWhatTheyMean()
    {
        using var node = new BackedUpNode();
        using var disk = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "inside"), "a");
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "absolute"), Path.Join(node.Data, "a"));
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "outside"), disk.Data);
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "dangling"), "/nowhere/at/all");

        _ = node.Take();

        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
        Assert.Contains("outside is a link to", node.Log.Text, StringComparison.Ordinal);
        Assert.Contains("NOT in the backup", node.Log.Text, StringComparison.Ordinal);
        Assert.Contains("dangling is a broken link to /nowhere/at/all", node.Log.Text, StringComparison.Ordinal);
        Assert.Contains("absolute is a link by absolute path", node.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("inside is", node.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public static void LeavesSocketsOutAndSaysSo()
    {
        using var node = new BackedUpNode();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Join(node.Data, "signer.sock")));

        _ = node.Take();

        Assert.False(File.Exists(Path.Join(node.Place("v2"), "signer.sock")));
        Assert.Contains("signer.sock is a socket: left out", node.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public static void KeepsFifosWithoutWaitingForAWriter()
    {
        using var node = new BackedUpNode();
        Assert.Equal(0, CloneCalls.MakeFifo(Path.Join(node.Data, "pipe"), 0x180));

        _ = node.Take();

        Assert.Equal(FileKind.Fifo, FileFacts.Of(Path.Join(node.Place("v2"), "pipe"))!.Value.Kind);
    }

    [Theory]
    [InlineData("touch \"$(printf 'bad-\\377')\"", "Rename it")]
    [InlineData("touch \"$(printf 'bad-\\377')\" \"$(printf 'bad-\\357\\277\\275')\"", "Rename it")]
    [InlineData("ln -s \"$(printf 'bad-\\377')\" bad", "Create it again")]
    public static void WithNamesOrLinksThatAreNotTextIsRefusedByName(string make, string remedy)
    {
        using var node = new BackedUpNode();

        try
        {
            Assert.SkipUnless(SystemTool.Works("sh", "-c", $"cd '{node.Data}' && {make}"), "this file system takes only text for names");

            var refused = Assert.Throws<RefusedException>(() => node.Take());

            Assert.Contains("bad", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"not UTF-8: a manifest cannot hold it, and it would come out as another one. Nothing was begun. {remedy}",
                refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("readable", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            _ = SystemTool.End("sh", "-c", $"rm -f '{node.Data}'/bad*");
        }
    }

    [Fact]
    public static void WithANameThatHoldsTheSignOfWhatIsNoTextIsText()
    {
        using var node = new BackedUpNode();
        _ = node.Write("odd-\uFFFD", "1");

        _ = node.Take();

        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
    }

    [Fact]
    public static void OnAnotherDiskIsBackedUpTooAndSaid()
    {
        using var disk = MountedDisk.OrSkip("tmpfs", 4);
        using var node = new BackedUpNode();
        node.WriteDatabase("here");
        _ = Directory.CreateDirectory(Path.Join(node.Data, "there"));
        var mounted = SystemTool.End("mount", "--bind", disk.Folder, Path.Join(node.Data, "there"));
        Assert.SkipUnless(mounted.Code == 0, $"bind mounts are not permitted here: {mounted.Says}");

        try
        {
            node.WriteDatabase("there");

            _ = node.Take();

            Assert.Equal("table 1", File.ReadAllText(Path.Join(node.Place("v2"), "there/000001.ldb")));
            Assert.Contains("there is on another file system", node.Log.Text, StringComparison.Ordinal);
        }
        finally
        {
            _ = SystemTool.End("umount", Path.Join(node.Data, "there"));
        }
    }
}
