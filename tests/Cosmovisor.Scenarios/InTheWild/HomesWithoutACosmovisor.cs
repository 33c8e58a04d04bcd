using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.InTheWild;

/// <summary>The walks of docs/migrating/: homes whose node another kind of program has run, and the way back to it.</summary>
public static class HomesWithoutACosmovisor
{
    private const string Chain = "--plan v2@5 --plan v3@9 --block-time 1 --note-blocks \"$DAEMON_HOME/blocks\" --home \"$DAEMON_HOME\"";

    /// <summary>blazar and Cosmopilot changed the image: there is the data, the last plan file, and no folder of ours.</summary>
    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AfterImagesWereChanged(string words)
    {
        using var home = HomeOfImages().Write(
            "gaiad", $"#!/bin/sh\nexec {Executable.SimNode} --as v2 --handles v2 {Chain} \"$@\"\n");

        var moved = home.Shell(
            $"set -e\nchmod +x gaiad\nPATH=\"{Path.GetDirectoryName(Executable.Cosmovisorctl)}:$PATH\"\n{Handbook.Script("docs/migrating/images.md")}");
        Assert.True(moved.Code == 0, moved.Error);
        _ = home.Write(
            "cosmovisor/upgrades/v3/bin/gaiad", $"#!/bin/sh\nexec {Executable.SimNode} --as v3 --handles v2,v3 {Chain} --blocks 4 \"$@\"\n");
        Assert.Equal(0, home.Shell("chmod +x cosmovisor/upgrades/v3/bin/gaiad").Code);
        var end = home.Run(words.Split(' '));

        // The last upgrade is done and not done again; the next one is carried out at its height.
        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.Equal("upgrades/v3", home.Current);
        Assert.Equal(["7 v2", "8 v2", "9 v3"], File.ReadAllLines(home.In("blocks")).Take(3));

        // Back: the image of the new version finds its data, and blazar a plan file with a name and a height.
        var back = home.Shell($"{Executable.SimNode} --as v3 --handles v2,v3 {Chain} --blocks 1 start");
        Assert.True(back.Code == 0, back.Error);
        Assert.Equal("13 v3", File.ReadAllLines(home.In("blocks"))[^1]);
        using var plan = JsonDocument.Parse(File.ReadAllText(home.In("data/upgrade-info.json")));
        Assert.Equal(("v3", 9), (plan.RootElement.GetProperty("name").GetString(), plan.RootElement.GetProperty("height").GetInt64()));
    }

    /// <summary>wemixvisor's own folder under our name; its node is none of the Cosmos, and tells no height.</summary>
    [Fact]
    public static void AfterWemixvisor()
    {
        using var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("UNSAFE_SKIP_BACKUP", "true");
        const string Node = "[ \"$1\" = start ] || exit 1\necho \"$0 runs\"\ntrap 'exit 0' TERM\nwhile :; do sleep 0.05; done";
        _ = home.Install("genesis", Node).Install("upgrades/v1.2.0", Node).PointCurrentTo("genesis");
        Directory.Move(home.In("cosmovisor"), home.In("wemixvisor"));
        _ = home.Write("data/upgrade-info.json", """{"name":"v1.2.0","height":1000000,"info":{"binaries":{}}}""");

        var moved = home.Shell("set -e\n" + Handbook.Script("docs/migrating/wemixvisor.md"));
        Assert.Equal((0, "genesis\n"), (moved.Code, moved.Output));
        using var run = home.Start("run", "start").AwaitOutput("genesis/bin/dummyd runs");
        using var asked = new Run(Executable.Cosmovisorctl, ["upgrade", "v1.2.0", "--now"], home.OwnVariables());
        _ = run.AwaitOutput("upgrades/v1.2.0/bin/dummyd runs");
        run.Signal(Run.Terminate);

        Assert.Equal(0, run.End().Code);
        Assert.Equal("upgrades/v1.2.0", new FileInfo(home.In("wemixvisor/current")).LinkTarget);
        Assert.True(File.Exists(home.In("wemixvisor/current/bin/dummyd")));
        Assert.True(File.Exists(home.In("wemixvisor/upgrade-info.scheduled.json")));
    }

    private static NodeHome HomeOfImages()
    {
        var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("UNSAFE_SKIP_BACKUP", "true").Set("DAEMON_NAME", "gaiad")
            .Write("data/simnode.height", "6\n").Write("data/simnode.applied", "v2\n")
            .Write("data/upgrade-info.json", """{"name":"v2","height":5}""");
        Directory.Delete(home.In("cosmovisor"));
        return home;
    }
}
