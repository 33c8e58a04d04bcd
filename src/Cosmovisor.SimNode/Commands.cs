using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Misbehaviour;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode;

/// <summary>The words the executable knows, each giving the exit code.</summary>
internal static class Commands
{
    private const int BadUsage = 64;

    public static int Run(CommandLine line) => line switch
    {
        { Complaint: { } complaint } => Fail($"simnode: {complaint}", BadUsage),
        { Command: "start" } => Node.Start(line.Options),
        { Command: "version" } => Show.Version(line),
        { Command: "status" } => Show.Status(line),
        { Command: "init" } => ChainFiles.Init(line),
        { Command: "export" } => ChainFiles.Export(line),
        { Command: "migrate" } => ChainFiles.Migrate(line),
        { Command: "pre-upgrade" } => PreUpgrade.Run(line),
        { Command: "help" } => Print(Help.Text),
        { Command: "echo-args" } => Print(string.Concat(line.Rest.Select(word => word + "\n"))),
        { Command: "env" } => Env(line.Rest.FirstOrDefault() ?? ""),
        { Command: "pwd" } => Print(Environment.CurrentDirectory + "\n"),
        { Command: "cat" } => Probe.Cat(),
        { Command: "exit" } => Probe.Number(line.Rest.FirstOrDefault()) ?? Fail("simnode: exit wants a code", BadUsage),
        { Command: "kill" } => Probe.Kill(line.Rest.FirstOrDefault()),
        { Command: Offspring.Daemonize } => Offspring.RunDaemonized(line.Rest[0]),
        { Command: "config" or "query" or "q" or "tx" or "keys" or "tendermint" or "comet" or "cometbft" or "debug" or "genesis" } =>
            Print($"simnode {line.Options.Version}: {string.Join(' ', [line.Command, .. line.Rest])}\n"),
        _ => Fail($"Error: unknown command \"{line.Command}\" for \"simnode\"", 1),
    };

    public static int Fail(string text, int code)
    {
        Output.Error.Line(text);
        return code;
    }

    public static int Print(string text)
    {
        Output.Standard.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return 0;
    }

    private static int Env(string name) => Environment.GetEnvironmentVariable(name) is { } value ? Print(value + "\n") : 1;
}
