using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode;

/// <summary>The commands that make and change a genesis.</summary>
internal static class ChainFiles
{
    private const string DefaultChainId = "simchain-1";

    public static int Init(CommandLine line)
    {
        var genesis = Genesis.PathIn(line.Home);

        if (File.Exists(genesis))
        {
            return Commands.Fail($"Error: genesis.json file already exists: {genesis}", 1);
        }

        _ = Directory.CreateDirectory(Path.GetDirectoryName(genesis) ?? line.Home);
        _ = Directory.CreateDirectory(DataFolder.In(line.Home));
        File.WriteAllBytes(genesis, Genesis.Write(line.Options.Version, line.Value("--chain-id") ?? DefaultChainId, height: 0));
        return 0;
    }

    public static int Export(CommandLine line)
    {
        var state = ChainState.Read(DataFolder.In(line.Home));
        var chainId = Genesis.Read(line.Home)?.ChainId ?? DefaultChainId;
        Output.Standard.Write(Genesis.Write(line.Options.Version, chainId, state.Height));
        return 0;
    }

    public static int Migrate(CommandLine line)
    {
        if (line.Rest is not [var version, var file, ..] || !File.Exists(file))
        {
            return Commands.Fail("Error: migrate wants a version and the file of an exported genesis", 1);
        }

        Output.Standard.Write(Genesis.Migrate(File.ReadAllBytes(file), version, line.Value("--chain-id")));
        return 0;
    }
}
