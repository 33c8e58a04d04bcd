using Cosmovisor.Backups;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>Old backups are removed beside the running node, and an upgrade may come meanwhile.</summary>
public static class RemovalBesideABackup
{
    [Fact]
    public static async Task IsInNobodysWay()
    {
        using var node = new BackedUpNode();
        Enumerable.Range(0, 60).ToList().ForEach(file => node.Write($"folder-{file % 6}/{file}", "1"));
        _ = node.Take("v0");
        using var over = new CancellationTokenSource();
        var pruning = Task.Factory.StartNew(
            () =>
            {
                while (!over.IsCancellationRequested)
                {
                    _ = new OldBackups(node.Shelf, node.Log).Remove(keep: 1);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        for (var upgrade = 1; upgrade <= 40 && !pruning.IsCompleted; upgrade++)
        {
            Assert.False(node.Take($"v{upgrade}").WasThere);
        }

        await over.CancelAsync();
        await pruning;
        _ = new OldBackups(node.Shelf, node.Log).Remove(keep: 1);
        Assert.Equal("v40", Assert.Single(node.Shelf.All()).Folder.Name);
        Assert.Equal(["v40"], Directory.GetDirectories(node.Home.Backups).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("mkdir a && chmod 000 a")]
    [InlineData("mkdir -p a/b/c && chmod 500 a/b a")]
    [InlineData("ln -s ../kept a")]
    [InlineData("mkdir a && ln -s ../../kept a/link && ln -s /nowhere a/other && mkfifo a/fifo")]
    [InlineData("mkdir a && touch \"a/$(printf '\\377\\376')\"")]
    [InlineData("touch a")]
    [InlineData("true")]
    public static void RemovesTheTreeAloneWhateverIsInIt(string made)
    {
        using var temporary = new TemporaryFolder("removal");
        var folder = temporary.Path;
        Assert.True(SystemTool.Works("sh", "-c", $"cd '{folder}' && mkdir kept in && echo 1 >kept/file && cd in && {made}"));

        TreeRemoval.Remove(Path.Join(folder, "in/a"));
        TreeRemoval.Remove(Path.Join(folder, "not/there"));

        Assert.Empty(Directory.GetFileSystemEntries(Path.Join(folder, "in")));
        Assert.True(File.Exists(Path.Join(folder, "kept/file")));
        TreeRemoval.Remove(folder);
        Assert.False(Directory.Exists(folder));
    }
}
