using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The plan says Chain2, and the folder does not: classic takes names as they are, sdk lower-cases them (contract 1).</summary>
public static class NamesInAnotherCase
{
    private const string Told = "the upgrade's folder differs from its name in the case of letters";

    [Theory]
    [InlineData("start", "", "Chain2", "Chain2", false)]
    [InlineData("start", "", "Chain2,chain2", "Chain2", false)]
    [InlineData("start", "", "chain2", "chain2", true)]
    [InlineData("start", "", "CHAIN2", "CHAIN2", true)]
    [InlineData("start", "", "CHAIN2,chain2", "chain2", true)]
    [InlineData("run start", "", "chain2", "chain2", false)]
    [InlineData("run start", "", "Chain2,chain2", "chain2", false)]
    [InlineData("run start", "", "Chain2", "Chain2", true)]
    [InlineData("run start", "true", "Chain2,chain2", "Chain2", false)]
    [InlineData("run start", "true", "chain2", "chain2", true)]
    public static void AreFoundAndTheLogSaysSo(string words, string disableRecase, string folders, string taken, bool isTold)
    {
        using var home = Home(folders).Set("COSMOVISOR_DISABLE_RECASE", disableRecase);

        var end = home.Run(words.Split(' '));

        Assert.Equal($"{taken}\n", end.Output);
        Assert.Equal($"upgrades/{taken}", home.Current);
        Assert.Equal(isTold, (home.Log + end.Error).Contains(Told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AreRefusedWithAListWhenTwoCouldBeMeant(string words)
    {
        using var home = Home("CHAIN2,cHAIN2")
            .Install("genesis", "printf '%s' '{\"name\":\"Chain2\",\"height\":5}' >\"$DAEMON_HOME/data/upgrade-info.json\"; exit 2");

        var end = home.Run(words.Split(' ')); // the node is left to speak, and halts again

        Assert.Equal((70, ""), (end.Code, end.Output));
        Assert.Contains("CHAIN2, cHAIN2", end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Theory]
    [InlineData("start", "CHAIN2")]
    [InlineData("run start", "chain2")]
    public static void HoldForTheMigrationScriptAndTheNewGenesisToo(string words, string folder)
    {
        using var home = Home(folder)
            .Write($"cosmovisor/upgrades/{folder}/migrate", "#!/bin/sh\necho \"$1 $2\" > \"$DAEMON_HOME/migrated\"\n")
            .Write($"cosmovisor/upgrades/{folder}/genesis.json", """{"chain_id":"new-1"}""")
            .Write("config/genesis.json", """{"chain_id":"old-1"}""");

        var end = home.Run(words.Split(' '));

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("Chain2 5\n", File.ReadAllText(home.In("migrated")));
        Assert.Equal("""{"chain_id":"new-1"}""", File.ReadAllText(home.In("config/genesis.json")));
    }

    private static NodeHome Home(string folders)
    {
        var home = new NodeHome().Install("genesis", "echo genesis").Write("data/upgrade-info.json", """{"name":"Chain2","height":5}""");

        foreach (var folder in folders.Split(','))
        {
            _ = home.Install($"upgrades/{folder}", $"[ \"$1\" = pre-upgrade ] || echo {folder}");
        }

        return home;
    }
}
