using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What systemctl status shows while an upgrade takes its time.</summary>
[Collection(Quiet.Name)]
public static partial class HowFarALongStepIs
{
    [Fact]
    public static void IsToldOfABackup()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2");
        using var manager = Manager(home);
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data")).Set("COSMOVISOR_BACKUP_MODE", "copy").Write("data/small", "x");

        // Real bytes, because holes are not read: more than can be copied before the first word, which comes after a second.
        using (var large = File.Create(home.In("data/large")))
        {
            var piece = new byte[64 << 20];
            Array.Fill(piece, (byte)'x');

            for (var i = 0; i < 64; i++)
            {
                large.Write(piece);
            }
        }

        using var run = home.Start("start");
        var status = NextStatus(manager, "backing up");
        run.Signal(Run.Terminate);

        Assert.Matches(OfABackup(), status);
        Assert.Equal(143, run.End().Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsToldOfADownload()
    {
        using var site = new SlowSite($"#!/bin/sh\nexit 0\n{new string('#', 4_000_000)}");
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2", info: $"{{\"binaries\":{{\"any\":\"{site.Link}\"}}}}"));
        using var manager = Manager(home);
        _ = home.Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");

        using var run = home.Start("start");
        var status = NextStatus(manager, "downloading");

        Assert.Matches(OfADownload(), status);
        Assert.Equal(0, run.End().Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    private static ServiceManager Manager(NodeHome home)
    {
        _ = home.Set("NOTIFY_SOCKET", home.In("notify"));
        return new ServiceManager(home.In("notify"));
    }

    private static string NextStatus(ServiceManager manager, string what)
    {
        while (true)
        {
            if (manager.Next().FirstOrDefault(line => line.StartsWith("STATUS=", StringComparison.Ordinal)
                && line.Contains(what, StringComparison.Ordinal)) is { } status)
            {
                return status;
            }
        }
    }

    [GeneratedRegex(@"^STATUS=upgrading to v2: backing up, [\d.]+ [KMG]iB of 4 GiB, [01] of 2 files, [\d.]+ [KMG]iB/s, \d+ s left$")]
    private static partial Regex OfABackup();

    [GeneratedRegex(@"^STATUS=upgrading to v2: downloading, [\d.]+ [KM]iB of 3.8 MiB, [\d.]+ [KM]iB/s, \d+ s left$")]
    private static partial Regex OfADownload();
}
