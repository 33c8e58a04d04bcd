using System.Globalization;
using System.IO.MemoryMappedFiles;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// A writer that changes files before, during, after and in the very instant of a copy ahead, by calls, through memory maps and by renames:
/// what the backup then holds is the data at the halt, byte for byte. COSMOVISOR_ROUNDS=1000 is the whole proof.
/// </summary>
public static class WritersBesideABackupAhead
{
    private const int InFullProof = 1000;

    private static int Rounds => int.TryParse(
        Environment.GetEnvironmentVariable("COSMOVISOR_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : InFullProof / 40;

    [Fact]
    public static void NeverGetAnOldByteIntoTheBackup()
    {
        var (rounds, used, ahead, files) = (Rounds, 0, 0L, 0L);

        for (var round = 0; round < rounds; round++)
        {
            using var node = new BackedUpNode();
            node.Settings = node.Settings with { Mode = BackupMode.Copy };
            Assert.SkipUnless(
                FileSystemKind.KnowsEveryWrite(node.Data), "the temporary folder is on no file system whose times tell of every write");
            var random = new Random(round);

            using (var writer = new RestlessWriter(node.Data, random))
            {
                writer.Fill();
                writer.Write(random.Next(6));

                for (var copies = random.Next(1, 4); copies > 0; copies--)
                {
                    Thread.Sleep(random.Next(2) * random.Next(120)); // the writer's own time: what it has left alone may be copied
                    writer.Beside(() => ahead = Math.Max(ahead, AheadOf.Copy(node)!.Files));
                    writer.Write(random.Next(4));
                }
            }

            var data = Content(node.Data);
            var taken = node.Take();
            used += AheadOf.WasUsed(node) ? 1 : 0;
            files += data.Count;

            Assert.True(data.SequenceEqual(Content(taken.Path)), $"round {round}: {Difference(data, Content(taken.Path))}");
            Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
                .Run("v2", deep: true, TestContext.Current.CancellationToken));
        }

        TestContext.Current.SendDiagnosticMessage($"{rounds} rounds, {files} files, {used} backups took something over");
        Assert.True(used >= rounds / 4, $"only {used} of {rounds} backups took something over: this proves nothing");
    }

    /// <summary>
    /// The kernel notices the first store to a page, and no other before the page is flushed: this writer's file looks old while it changes
    /// all the time.
    /// </summary>
    [Fact]
    public static void ThroughAMapThatWasDirtyBeforeAreNoticed()
    {
        // The copies are flushed too: on one disk with the data they would show what the data's own flush is for.
        using var disk = MountedDisk.OrSkip("ext4", 200);

        for (var round = 0; round < 10; round++)
        {
            using var node = new BackedUpNode();
            node.Settings = node.Settings with
            {
                Mode = BackupMode.Copy,
                Placing = new BackupPlacing.Sdk(
                Directory.CreateDirectory(Path.Join(disk.Folder, $"{round}")).FullName, new DateOnly(2026, 1, 5))
            };
            Assert.SkipUnless(
                FileSystemKind.KnowsEveryWrite(node.Data), "the temporary folder is on no file system whose times tell of every write");
            File.WriteAllBytes(Path.Join(node.Data, "mapped"), new byte[8192]);
            _ = node.Write("other", "quiet");
            using var file =
                MemoryMappedFile.CreateFromFile(Path.Join(node.Data, "mapped"), FileMode.Open, null, 0, MemoryMappedFileAccess.ReadWrite);
            using var view = file.CreateViewAccessor();
            using var isOver = new ManualResetEventSlim();
            view.Write(0, -1L);
            var writer = new Thread(() =>
            {
                for (var number = 1L; !isOver.IsSet; number++)
                {
                    view.Write(0, number);
                }
            });
            writer.Start();

            try
            {
                _ = AheadOf.CopyAll(node);
            }
            finally
            {
                isOver.Set();
                writer.Join();
            }

            var data = Content(node.Data);
            var taken = node.Take();

            Assert.True(AheadOf.WasUsed(node)); // of the other file
            Assert.True(data.SequenceEqual(Content(taken.Path)), $"round {round}: {Difference(data, Content(taken.Path))}");
        }
    }

    private static List<(string Path, string Content, long Modified, int Mode)> Content(string root) =>
        [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            (Path.GetRelativePath(root, path), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))),
                FileFacts.Of(path)!.Value.Modified, FileFacts.Of(path)!.Value.Mode))];

    private static string Difference(
        List<(string Path, string Content, long Modified, int Mode)> one,
        List<(string Path, string Content, long Modified, int Mode)> other) =>
        string.Join(", ", one.Except(other).Select(file => file.Path).Concat(other.Except(one).Select(file => file.Path)).Distinct());
}
