using System.Globalization;
using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode;

/// <summary><c>version</c> and <c>status</c>, in the SDK's forms.</summary>
internal static class Show
{
    public static int Version(CommandLine line)
    {
        var json = (line.Value("--output") ?? line.Value("-o")) == "json";
        var version = line.Options.Version;

        if (json && line.Rest.Contains("--long"))
        {
            Output.Standard.Write(Genesis.Json(writer =>
            {
                writer.WriteString("name", "sim");
                writer.WriteString("server_name", "simnode");
                writer.WriteString("version", version);
                writer.WriteString("commit", Sentences.Hash(version.Length)[..40]);
                writer.WriteString("build_tags", "netgo");
                writer.WriteString("go", "go version go1.22.0 linux/amd64");
            }));
            return 0;
        }

        return Commands.Print($"{version}\n");
    }

    public static int Status(CommandLine line)
    {
        var state = ChainState.Read(DataFolder.In(line.Home));
        var later = line.Options.Era >= Era.V050;

        Output.Standard.Write(Genesis.Json(writer =>
        {
            writer.WriteStartObject(later ? "node_info" : "NodeInfo");
            writer.WriteString("network", Genesis.Read(line.Home)?.ChainId ?? "");
            writer.WriteString("version", line.Options.Version);
            writer.WriteEndObject();
            writer.WriteStartObject(later ? "sync_info" : "SyncInfo");
            writer.WriteString("latest_app_hash", Sentences.Hash(state.Height));
            writer.WriteString("latest_block_height", state.StoredHeight.ToString(CultureInfo.InvariantCulture));
            writer.WriteBoolean("catching_up", false);
            writer.WriteEndObject();
        }));
        return 0;
    }
}
