using System.Text.Json.Nodes;
using Xunit;
using static Cosmovisor.Tests.BackedUpHome;

namespace Cosmovisor.Tests.Supervision;

/// <summary>The operator's tool, run by root in the home of a node that runs as another user, gives that user nothing of root's.</summary>
[ManyStarts]
public static class RootInAnothersHome
{
    private const string Node = "nobody";
    private const int SetIds = 0xc00; // S_ISUID, S_ISGID

    private static readonly string[] AsNode = [$"--reuid={Node}", "--regid=65534", "--clear-groups"];

    [Fact]
    public static void WorksAsItsOwner()
    {
        using var home = OfAnother(Filled());
        using var rootsOwn = new NodeHome();
        Private(rootsOwn, "binary", "#!/bin/sh\nexit 0\n");

        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        _ = Done(home.Ctl("add-upgrade", "v2", rootsOwn.In("binary"), "--upgrade-height", "9"));

        Assert.Equal("", home.Shell($"find . ! -user {Node}").Output);
        Assert.Equal("#!/bin/sh\nexit 0\n", File.ReadAllText(home.In("cosmovisor/upgrades/v2/bin/dummyd")));
    }

    [Fact]
    public static void GivesNoFileThatAManifestMakesRootsProgram()
    {
        using var home = OfAnother(Filled());
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        ChangeManifest(home, entry =>
        {
            if (entry["path"]?.GetValue<string>() == "a")
            {
                (entry["way"], entry["mode"], entry["user"], entry["group"]) = ("hardlink", "6755", 0, 0);
                (entry["modified"], entry["size"]) = (1_700_000_000_000_000_000, entry["size"]?.GetValue<long>());
                _ = entry.AsObject().Remove("sha256");
            }
        });

        _ = home.Ctl("backup", "restore", "one", "--yes");

        Assert.Equal(0, (int)File.GetUnixFileMode(home.In("data/a")) & SetIds);
        Assert.Equal("", home.Shell("find . -user root").Output);
    }

    [Fact]
    public static void ReplacesNoFolderOfRootsThatAManifestNames()
    {
        using var home = OfAnother(Filled());
        using var rootsOwn = new NodeHome();
        Private(rootsOwn, "folder/file", "root's");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        ChangeManifest(home, line => line["source"] = line["source"] is null ? null : rootsOwn.In("folder"));

        Assert.NotEqual(0, home.Ctl("backup", "restore", "one", "--yes").Code);
        Assert.Equal("root's", File.ReadAllText(rootsOwn.In("folder/file")));
    }

    [Fact]
    public static void RemovesNothingThatALinkLeadsTo()
    {
        using var home = OfAnother(Filled());
        using var rootsOwn = new NodeHome();
        Private(rootsOwn, "folder/file", "root's");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        AsTheNode(home, "ln -s \"$0\" cosmovisor/backups/one/.data.removing; rm -r cosmovisor/backups/one/data; ln -s \"$0\" cosmovisor/backups/one/data",
            rootsOwn.In("folder"));

        _ = Done(home.Ctl("backup", "create", "--name", "two"));
        _ = home.Ctl("backup", "prune", "--keep", "1");

        Assert.Equal("root's", File.ReadAllText(rootsOwn.In("folder/file")));
    }

    [Theory]
    [InlineData("cosmovisor/cosmovisor.log")]
    [InlineData("cosmovisor/lock")]
    [InlineData("cosmovisor/schedule.json")]
    [InlineData("cosmovisor/current.next")]
    public static void WritesNothingThroughALink(string name)
    {
        using var home = OfAnother(Filled());
        using var rootsOwn = new NodeHome();
        Private(rootsOwn, "secret", "root's");
        AsTheNode(home, $"rm -f '{name}'; ln -s \"$0\" '{name}'", rootsOwn.In("secret"));
        AsTheNode(home, "printf '#!/bin/sh\\n' >binary", "");

        _ = home.Ctl("backup", "create", "--name", "one");
        _ = home.Ctl("add-upgrade", "v2", home.In("binary"), "--upgrade-height", "9");
        _ = home.Ctl("backup", "restore", "one", "--yes");

        Assert.Equal("root's", File.ReadAllText(rootsOwn.In("secret")));
    }

    [Fact]
    public static void ReadsNothingForTheOwnerThatOnlyRootMayRead()
    {
        using var home = OfAnother(Filled());
        using var rootsOwn = new NodeHome();
        Private(rootsOwn, "secret", "#!/bin/sh\n# root's\n");
        AsTheNode(home, "ln -s \"$0\" binary", rootsOwn.In("secret"));

        var end = home.Ctl("add-upgrade", "v2", home.In("binary"));

        Assert.NotEqual(0, end.Code);
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades/v2")));
    }

    /// <summary>The link in the node's folder decides which home is meant, so it is the node's user who decides.</summary>
    [Fact]
    public static void TouchesNoHomeOfRootsThatALinkLeadsTo()
    {
        using var home = OfAnother(Filled());
        using var rootsOwn = Filled();
        _ = Done(rootsOwn.Ctl("backup", "create", "--name", "one"));
        _ = Done(rootsOwn.Ctl("backup", "create", "--name", "two"));
        AsTheNode(home, "ln -s \"$0\" link", rootsOwn.Path);
        _ = home.Set("DAEMON_HOME", home.In("link"));

        _ = home.Ctl("backup", "prune", "--keep", "1");

        Assert.True(Directory.Exists(rootsOwn.In("cosmovisor/backups/one/data")));
    }

    /// <summary>Who has the folder above in hand can put another home in the place of this one at any instant.</summary>
    [Fact]
    public static void IsNotTrustedWhereTheFolderAboveIsAnothers()
    {
        using var home = OfAnother(new NodeHome());
        using var rootsOwn = Filled();
        Assert.Equal("", home.Shell($"cp -a '{rootsOwn.Path}' inner").Error);
        _ = home.Set("DAEMON_HOME", home.In("inner"));

        var end = home.Ctl("backup", "create", "--name", "one");

        Assert.Equal(1, end.Code);
        Assert.Contains($"{home.Path} belongs to {Node}, so this was done as {Node} and not as root", end.Error, StringComparison.Ordinal);
        Assert.Contains($"chown -R {Node} ", end.Error, StringComparison.Ordinal);
        Assert.Equal("", home.Shell("find inner ! -user root").Output);
    }

    /// <summary>In root's home too: whoever changes a manifest must not choose what is replaced, or what runs.</summary>
    [Theory]
    [InlineData("source", "/etc", "was taken from /etc, by its manifest")]
    [InlineData("current", "../../..", "which is not a version in")]
    [InlineData("current", "upgrades/..", "which is not a version in")]
    public static void IsNotToldByAManifestWhatToReplaceOrToRun(string field, string value, string says)
    {
        using var home = Filled();
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        ChangeManifest(home, line => line[field] = line["source"] is null ? null : value);

        var end = home.Ctl("backup", "restore", "one", "--yes");

        Assert.Equal(1, end.Code);
        Assert.Contains(says, end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void ReplacesAnotherFolderThatTheOperatorNames()
    {
        using var home = Filled();
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        _ = Done(home.Ctl("backup", "restore", "one", "--yes", "--to", home.In("elsewhere")));

        Assert.Equal("1", File.ReadAllText(home.In("elsewhere/a")));
        Assert.False(Directory.Exists(home.In("data.before-restore")));
    }

    [Fact]
    public static void KeepsItsRightsInAHomeOfRoots()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs to be root");
        using var home = Filled();
        Assert.Equal("", home.Shell("chown 1234:1235 data/folder-1/1 && chmod 600 data/folder-1/1").Error);

        _ = Done(home.Ctl("backup", "create", "--name", "one"));

        Assert.Equal("1234:1235 600\n", home.Shell("stat -c '%u:%g %a' cosmovisor/backups/one/data/folder-1/1").Output);
    }

    private static NodeHome OfAnother(NodeHome home)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs to be root");
        Assert.SkipUnless(
            home.RunUnder("setpriv", [.. AsNode, "test", "-r", Executable.Cosmovisor]).Code == 0,
            $"{Executable.Cosmovisor} cannot be read by {Node}");
        Assert.Equal("", home.Shell($"chown -R {Node}:65534 . && chmod 755 .").Error);
        return home;
    }

    private static void Private(NodeHome home, string file, string text)
    {
        _ = home.Write(file, text);
        File.SetUnixFileMode(home.In(file), (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(home.Path, (UnixFileMode)Convert.ToInt32("700", 8));
    }

    private static void AsTheNode(NodeHome home, string line, string argument)
    {
        var end = home.RunUnder("setpriv", [.. AsNode, "sh", "-c", $"cd '{home.Path}' && {line}", argument]);
        Assert.True(end.Code == 0, end.Error);
    }

    private static void ChangeManifest(NodeHome home, Action<JsonNode> change)
    {
        var file = home.In("cosmovisor/backups/one/manifest.jsonl");
        File.WriteAllLines(file, File.ReadAllLines(file).Select(text =>
        {
            var line = JsonNode.Parse(text)!;
            change(line);
            return line.ToJsonString();
        }));
    }
}
