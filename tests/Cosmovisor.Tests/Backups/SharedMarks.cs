using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>Mode, owner and time of what a backup holds: a hard-linked file has them together with the live data.</summary>
public static class SharedMarks
{
    [Fact]
    public static void ThatChangedInTheLiveDataAreToldAndNoDamageAndARestoreTakesThoseOfThen()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("a");
        node.Settings = node.Settings with { Mode = BackupMode.HardLink };
        var before = Seen.Of(node.Data);
        _ = node.Take();
        File.SetUnixFileMode(Path.Join(node.Data, "a/000001.ldb"), UnixFileMode.UserRead);
        File.SetLastWriteTimeUtc(Path.Join(node.Data, "a/000002.ldb"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var said = new StringWriter();

        Assert.Equal(
            0, new BackupVerifyCommand(node.Home, node.Settings, said).Run("v2", deep: false, TestContext.Current.CancellationToken));
        Assert.Contains("a/000001.ldb, a/000002.ldb: hard-linked, and its mode, owner or time", said.ToString(), StringComparison.Ordinal);

        _ = node.Restore();
        Assert.Equal(before, Seen.Of(node.Data));
    }

    [Fact]
    public static void OfACopyThatChangedAreDamage()
    {
        using var node = new BackedUpNode();
        _ = node.Write("file", "1");
        node.Settings = node.Settings with { Mode = BackupMode.Copy };
        _ = node.Take();
        File.SetUnixFileMode(Path.Join(node.Place("v2"), "file"), UnixFileMode.UserRead);
        using var said = new StringWriter();

        Assert.Equal(
            1, new BackupVerifyCommand(node.Home, node.Settings, said).Run("v2", deep: false, TestContext.Current.CancellationToken));
        Assert.Contains("file has mode 0400, expected 0", said.ToString(), StringComparison.Ordinal);

        File.SetUnixFileMode(
            Path.Join(node.Place("v2"), "file"),
            FileFacts.Of(Path.Join(node.Data, "file")) is { } facts ? (UnixFileMode)facts.Mode : default);
        Assert.SkipUnless(SystemTool.Works("chown", "1234:1235", Path.Join(node.Place("v2"), "file")), "giving files away needs root");
        Assert.Equal(
            1, new BackupVerifyCommand(node.Home, node.Settings, said).Run("v2", deep: false, TestContext.Current.CancellationToken));
        Assert.Contains("file belongs to 1234:1235, expected 0:0", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public static void OwnersAreNotComparedWhereAManifestHasNone()
    {
        using var node = new BackedUpNode();
        _ = node.Write("file", "1");
        _ = node.Take();
        var manifest = Path.Join(node.Home.Backups, "v2/manifest.jsonl");
        File.WriteAllLines(
            manifest,
            File.ReadAllLines(manifest).Select(line => System.Text.RegularExpressions.Regex.Replace(line, ",\"(user|group)\":[0-9]+", "")));

        Assert.DoesNotContain("\"user\"", File.ReadAllText(manifest), StringComparison.Ordinal);
        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run("v2", deep: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public static void TwoNamesOfOneFileThatWereTornApartAreDamage()
    {
        using var node = new BackedUpNode();
        Assert.Equal(0, CloneCalls.Link(node.Write("one", "1"), Path.Join(node.Data, "other")));
        _ = node.Take();
        var other = Path.Join(node.Place("v2"), "other");
        Assert.True(SystemTool.Works("cp", "-p", other, $"{other}.copy"));
        FileCalls.Rename($"{other}.copy", other);
        using var said = new StringWriter();

        Assert.Equal(
            1, new BackupVerifyCommand(node.Home, node.Settings, said).Run("v2", deep: false, TestContext.Current.CancellationToken));
        Assert.Contains("other is a separate file, expected a hard link to one", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatCouldNotBeKeptAreToldInOneSentenceHoweverManyFilesThereAre()
    {
        var remarks = new CloneRemarks();

        for (var file = 401; file > 0; file--)
        {
            remarks.Add($"{file:D3}", "could not be given its owner 0:0: Operation not permitted (errno 1)");
        }

        remarks.Add("001", "could not share blocks: Invalid argument (errno 22)");

        Assert.Equal(
            [
                "001, 002, 003, 004, 005 and 396 more could not be given its owner 0:0: Operation not permitted (errno 1)",
                "001 could not share blocks: Invalid argument (errno 22)"
            ],
            remarks.Sentences);
    }
}
