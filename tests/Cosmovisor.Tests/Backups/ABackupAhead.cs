using System.Diagnostics;
using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>What is copied before the halt, what the halt takes over of it, and what becomes of the rest.</summary>
public static class ABackupAhead
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static void IsTakenOverAndOnlyTheDifferenceIsCopied(bool isSdk)
    {
        using var node = Node(isSdk);
        var done = AheadOf.CopyAll(node);
        Assert.Equal((3, 0), (done.Files, done.Left));
        _ = node.Write("wasm/b", "another module");
        _ = node.Write("new", "made since");
        var before = Seen.Of(node.Data);

        var taken = node.Take();

        Assert.Equal(before, Seen.Of(taken.Path));
        Assert.Contains($" ahead=\"{ByteCount.Text(40_004)}\"", node.Log.Text, StringComparison.Ordinal);
        Assert.Equal(0, Verified(node, taken.Name));
        _ = node.Backup.Prune();
        Assert.Empty(AheadOf.Names(node));
        Assert.Equal(before, Seen.Of(taken.Path));
        _ = node.Restore(taken.Name);
        Assert.Equal(before, Seen.Of(node.Data));
    }

    [Fact]
    public static void CopiesNothingThatMayBeShared()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");

        var done = AheadOf.CopyAll(node);

        // Tables 1 to 3 are hard-linked at the halt; the newest, log, CURRENT, LOCK and the manifest are copied.
        Assert.Equal(5, done.Files);
        var before = Seen.Of(node.Data);
        Assert.Equal(before, Seen.Of(node.Take().Path));
        Assert.True(ManifestFile.Read(Path.Join(node.Home.Backups, "v2/manifest.jsonl")).IsOk(out var manifest, out _));
        Assert.Equal(3, manifest.Entries.Count(entry => entry.Way == CloneWay.HardLink));
    }

    [Fact]
    public static void CopiesAgainOnlyWhatHasChangedSince()
    {
        using var node = Node();
        Assert.Equal(40_010, AheadOf.CopyAll(node).Copied);
        _ = node.Write("wasm/b", "another");

        var again = AheadOf.CopyAll(node);

        Assert.Equal((7, 40_011, 3), (again.Copied, again.Bytes, again.Files));
        Assert.Equal(4, AheadOf.Names(node).Count()); // three copies and the notes
    }

    [Fact]
    public static void LeavesAloneWhatIsBeingWritten()
    {
        using var node = Node();

        // A descriptor of another process: our own are left out.
        using var writer = Process.Start(new ProcessStartInfo(
            "sh", ["-c", $"exec 9>>'{node.Data}/wasm/a'; echo open; exec sleep 60"])
        { RedirectStandardOutput = true })!;

        try
        {
            Assert.Equal("open", writer.StandardOutput.ReadLine());
            Assert.Equal(2, AheadOf.CopyAll(node).Files);
        }
        finally
        {
            writer.Kill();
            writer.WaitForExit();
        }

        Assert.Equal(3, AheadOf.CopyAll(node).Files);
    }

    [Fact]
    public static void KeepsModesOwnersAttributesTimesAndHoles()
    {
        using var node = Node();
        File.SetUnixFileMode(Path.Join(node.Data, "wasm/a"), (UnixFileMode)0x124);
        _ = SystemTool.Works("setfattr", "-n", "user.note", "-v", "0x01", Path.Join(node.Data, "wasm/b"));
        File.SetLastWriteTimeUtc(Path.Join(node.Data, "wasm/b"), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        using (var sparse = File.Create(Path.Join(node.Data, "sparse")))
        {
            sparse.SetLength(64 * 1024 * 1024);
            sparse.Position = 1024 * 1024;
            sparse.Write("x"u8);
        }

        _ = Environment.IsPrivilegedProcess && SystemTool.Works("chown", "1234:1235", Path.Join(node.Data, "wasm/a"));
        Assert.Equal(4, AheadOf.CopyAll(node).Files);
        var before = Seen.Of(node.Data);

        var taken = node.Take();

        Assert.True(AheadOf.WasUsed(node));
        Assert.Equal(before, Seen.Of(taken.Path));
        Assert.True(FileFacts.Of(Path.Join(taken.Path, "sparse"))!.Value.Allocated < 8 * 1024 * 1024);
        Assert.Equal(0, Verified(node, taken.Name));
    }

    [Fact]
    public static void IsNotUsedWhenItsNotesAreOfAnotherStartOfTheMachine()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        var notes = Path.Join(AheadOf.Place(node).Folder, "notes.jsonl");
        File.WriteAllText(notes, File.ReadAllText(notes).Replace(MachineClock.Boot!, "another", StringComparison.Ordinal));
        var before = Seen.Of(node.Data);

        Assert.Equal(before, Seen.Of(node.Take().Path));
        Assert.False(AheadOf.WasUsed(node));
    }

    [Fact]
    public static void IsNotUsedWhenTheClockWasSetBack()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        var notes = Path.Join(AheadOf.Place(node).Folder, "notes.jsonl");
        Assert.True(AheadNotes.Parse(File.ReadLines(notes)).IsOk(out var read, out _));
        var later =
            read.First with { Clock = read.First.Clock with { Offset = read.First.Clock.Offset + (TimeSpan.FromMinutes(6).Ticks * 100) } };
        File.WriteAllLines(notes, [AheadNotes.Line(later), .. read.Files.Select(AheadNotes.Line)]);

        _ = node.Take();

        Assert.False(AheadOf.WasUsed(node));
    }

    [Fact]
    public static void IsOfOneBackupAlone()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);

        var (first, second) = (node.Take("by-hand"), node.Take("v2"));

        Assert.True(AheadOf.WasUsed(node));
        Assert.NotEqual(
            FileFacts.Of(Path.Join(first.Path, "wasm/a"))!.Value.Inode, FileFacts.Of(Path.Join(second.Path, "wasm/a"))!.Value.Inode);
        Assert.Equal(Seen.Of(node.Data), Seen.Of(second.Path));
    }

    [Fact]
    public static void IsNotUsedWhereItsCopyWasTouched()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        File.WriteAllText(Path.Join(AheadOf.Place(node).Folder, "1"), "spoilt");
        var before = Seen.Of(node.Data);

        Assert.Equal(before, Seen.Of(node.Take().Path));
        Assert.True(AheadOf.WasUsed(node));
    }

    [Theory]
    [InlineData(0x1ed)] // others may look
    [InlineData(0x1f8)] // the group may write
    public static void IsNotBelievedWhenOthersMayReachIt(int mode)
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        File.SetUnixFileMode(AheadOf.Place(node).Folder, (UnixFileMode)mode);

        _ = node.Take();

        Assert.False(AheadOf.WasUsed(node));
        Assert.Equal(3, AheadOf.Copy(node, "v3")!.Files); // made anew
    }

    [Fact]
    public static void IsNotBelievedWhenItIsAnothersOrALink()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        var folder = AheadOf.Place(node).Folder;
        Assert.True(SystemTool.Works("chown", "1234:1234", folder));
        _ = node.Take("v2");
        Assert.False(AheadOf.WasUsed(node));

        Directory.Move(folder, folder + ".real");
        _ = File.CreateSymbolicLink(folder, folder + ".real");
        var before = Seen.Of(folder + ".real");
        Assert.Equal(3, AheadOf.Copy(node, "v3")!.Files);
        Assert.Equal(before, Seen.Of(folder + ".real"));
        Assert.Null(new FileInfo(folder).LinkTarget);
    }

    [Fact]
    public static void FollowsNoLinkOutOfTheData()
    {
        using var node = Node();
        var outside = Directory.CreateDirectory(Path.Join(node.Home.Path, "outside")).FullName;
        File.WriteAllText(Path.Join(outside, "a"), "a secret");
        using var root = FolderDescriptor.Open(node.Data);
        var entry = DataTree.Read(node.Data).Entries.Single(entry => entry.Path == "wasm/a");

        // Exchanged between the look and the opening.
        Directory.Move(Path.Join(node.Data, "wasm"), Path.Join(node.Data, "was"));
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "wasm"), outside);

        Assert.Null(root.TryOpen(entry.Path));
        Assert.Null(root.TryOpen("../outside/a"));
        using var real = root.TryOpen("was/a");
        Assert.NotNull(real);
    }

    [Fact]
    public static void GivesItsRoomBack()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);

        Assert.True(AheadRound.GiveBack(AheadOf.Place(node)));
        Assert.False(AheadRound.GiveBack(AheadOf.Place(node)));
        Assert.Empty(AheadOf.Names(node));
    }

    [Fact]
    public static void GivesItsRoomBackWhereNoBackupIsToBeTaken()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        node.Settings = node.Settings with { Source = null };

        Assert.Null(AheadOf.Copy(node));
        Assert.Empty(AheadOf.Names(node));
    }

    [Fact]
    public static void IsOfNoUseToABackupOfAnotherFolder()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        Directory.Move(node.Data, node.Data + "2");
        node.Settings = node.Settings with { Source = node.Data + "2" };

        _ = node.Take();

        Assert.False(AheadOf.WasUsed(node));
    }

    [Fact]
    public static void OfADiskThatGetsFullIsRemovedAndTheBackupIsRefusedOnlyIfItDoesNotFit()
    {
        using var disk = MountedDisk.OrSkip("ext4", 220);
        using var node = Node();
        File.WriteAllBytes(Path.Join(node.Data, "big"), new byte[60_000_000]);
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(disk.Folder, new DateOnly(2026, 1, 5)) };
        _ = AheadOf.CopyAll(node);
        var other = Path.Join(disk.Folder, "other");

        // What is left is less than the backup as a whole would need, and it is ahead.
        Fill(other, FreeSpace.Of(disk.Folder).Bytes - SpaceNeeded.Margin - 2_000_000);
        node.Backup.EnsurePossible(BackedUpNode.Plan("v2"));
        Fill(other + "2", 8_000_000);

        var refusal = Assert.Throws<RefusedException>(() => AheadOf.Copy(node));
        Assert.Contains("not enough free space", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(AheadOf.Names(node));
        File.Delete(other);
        var before = Seen.Of(node.Data);
        Assert.Equal(before, Seen.Of(node.Take().Path));
    }

    [Fact]
    public static void CopiesNothingOfADiskWhoseTimesDoNotTellOfEveryWrite()
    {
        using var disk = MountedDisk.OrSkip("tmpfs", 128);
        using var node = new BackedUpNode(disk.Folder);
        _ = node.Write("wasm/a", "module");
        Wait.Until("a quiet file", () => MachineClock.Now > FileFacts.Of(Path.Join(node.Data, "wasm/a"))!.Value.Changed + 100_000_000);

        Assert.Equal((0, 6), AheadOf.Copy(node) is { } done ? (done.Files, done.Left) : default);
    }

    [Fact]
    public static void ThatAnotherProcessIsAtWorkOnIsLeftToIt()
    {
        using var node = Node();
        _ = AheadOf.CopyAll(node);
        using var held = LockOwners.TryTake(AheadOf.Place(node).Folder);
        var before = Seen.Of(node.Data);

        Assert.Contains("in use", Assert.Throws<RefusedException>(() => AheadOf.Copy(node)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Seen.Of(node.Take().Path));
        Assert.False(AheadOf.WasUsed(node));
        _ = node.Backup.Prune();
        Assert.NotEmpty(AheadOf.Names(node));
    }

    internal static BackedUpNode Node(bool isSdk = false)
    {
        var node = new BackedUpNode();
        _ = node.Write("wasm/a", new string('a', 40_000));
        _ = node.Write("wasm/b", "module");
        _ = node.Write("c", "four");
        node.Settings = node.Settings with
        {
            Mode = BackupMode.Copy,
            Placing = isSdk
            ? new BackupPlacing.Sdk(node.Home.Path, new DateOnly(2026, 1, 5)) : node.Settings.Placing
        };
        return node;
    }

    private static void Fill(string path, long bytes) =>
        Assert.True(SystemTool.Works("fallocate", "-l", bytes.ToString(CultureInfo.InvariantCulture), path));

    private static int Verified(BackedUpNode node, string name) =>
        new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null).Run(name, deep: true, TestContext.Current.CancellationToken);
}
