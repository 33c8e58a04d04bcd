using System.Globalization;
using System.Security.Cryptography;

namespace Cosmovisor.Tests.RealChains;

/// <summary>Homes with simulated nodes of one chain, each of which notes the blocks that it makes.</summary>
internal static class ChainHome
{
    /// <summary>The plan of the chain.</summary>
    public const long UpgradeAt = 5;

    private const string Made = "made";

    /// <summary>Both contracts, as what is typed.</summary>
    public static string[][] Contracts { get; } = [["start"], ["run", "start"]];

    /// <summary>A home whose chain upgrades to v2 at <see cref="UpgradeAt"/>.</summary>
    /// <param name="options">Of every version's node.</param>
    /// <param name="info">The plan's.</param>
    /// <param name="isInPlace">Whether v2 is there, or has to be downloaded from <see cref="Release"/>.</param>
    public static NodeHome ToV2(string options, string info = "", bool isInPlace = true)
    {
        var home = new NodeHome()
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Set("UNSAFE_SKIP_BACKUP", "true")
            .Set("DAEMON_RESTART_DELAY", "1ms")
            .Write("data/here", "");
        var chain = $"--home {home.Path} --block-time 20 --note-blocks {home.In(Made)} {options} --plan 'v2@{UpgradeAt}:{info}'";
        _ = home.InstallNode("genesis", $"--as v1 --blocks 12 {chain}");
        return isInPlace ? home.InstallNode("upgrades/v2", V2(chain)) : home;
    }

    /// <summary>
    /// The file that a plan's info may lead to, and the info that does. It knows its home by the environment, as it is written before there
    /// is one.
    /// </summary>
    public static (string File, string Info) Release(NodeHome folder, string options)
    {
        var file = folder.Write(
            "simd-v2",
            $"#!/bin/sh\nexec {Executable.SimNode} {V2($"--home \"$DAEMON_HOME\" --block-time 20 --note-blocks \"$DAEMON_HOME/{Made}\" {options} --plan v2@{UpgradeAt}")} \"$@\"\n")
            .In("simd-v2");
        var checksum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        return (file, $"{{\"binaries\":{{\"any\":\"file://{file}?checksum=sha256:{checksum}\"}}}}");
    }

    /// <summary>The blocks that were made, in order, each as height and version.</summary>
    public static string[] Blocks(this NodeHome home) => File.Exists(home.In(Made)) ? File.ReadAllLines(home.In(Made)) : [];

    /// <summary>Blocks from one height to another, all made by one version.</summary>
    public static IEnumerable<string> By(string version, long from, long to)
    {
        for (var height = from; height <= to; height++)
        {
            yield return $"{height.ToString(CultureInfo.InvariantCulture)} {version}";
        }
    }

    private static string V2(string chain) => $"--as v2 --handles v2 --blocks 3 --pre-upgrade-exit 1 {chain}";
}
