using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Tool;

/// <summary><c>cosmovisorctl --node NAME</c>: with the settings that the unit cosmovisor@NAME has, on a machine of its own.</summary>
public static class TheNodeOption
{
    private const string Unshare = "/usr/bin/unshare";

    // An /etc and a /var/lib of its own, with the settings of two nodes, and the home of one that the user nobody owns.
    private const string Machine =
        """
        set -e
        mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work
        mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
        mount -t tmpfs tmpfs /var/lib
        rm -rf /etc/cosmovisor && mkdir /etc/cosmovisor
        printf 'DAEMON_NAME="osmosisd"\n# a comment\nDAEMON_SHUTDOWN_GRACE=90s # no comment\nDAEMON_SHUTDOWN_GRACE=2m\n' >/etc/cosmovisor/osmosis.env
        printf 'COSMOVISOR_FLEET=etcd://127.0.0.1:1/x\n' >/etc/cosmovisor/osmosis.agent.env
        printf 'DAEMON_NAME=gaiad\nDAEMON_HOME=/srv/gaia\n' >/etc/cosmovisor/gaia.env
        chmod 600 /etc/cosmovisor/*.env
        mkdir -p /var/lib/osmosis/cosmovisor/genesis/bin /var/lib/osmosis/cosmovisor/upgrades/v2/bin
        printf '#!/bin/sh\necho "a daemon with $DAEMON_SHUTDOWN_GRACE, run by $(id -un)"\n' | tee /var/lib/osmosis/cosmovisor/genesis/bin/osmosisd >/var/lib/osmosis/cosmovisor/upgrades/v2/bin/osmosisd
        chmod 755 /var/lib/osmosis/cosmovisor/*/bin/osmosisd /var/lib/osmosis/cosmovisor/upgrades/v2/bin/osmosisd
        chown -R nobody /var/lib/osmosis
        ctl=$0

        """;

    [Fact]
    public static void HasWhatItsUnitHasAndNothingOfTheShells()
    {
        var end = On("export DAEMON_HOME=/elsewhere DAEMON_BACKUP_DATA_DIR=/elsewhere UNSAFE_SKIP_BACKUP=true\n\"$ctl\" --node osmosis config --json");

        var settings = JsonDocument.Parse(end.Output).RootElement.GetRawText();
        Assert.DoesNotContain("elsewhere", settings, StringComparison.Ordinal);
        Assert.All(UnitsOwn("osmosis").Append(("DAEMON_NAME", "osmosisd")).Append(("DAEMON_SHUTDOWN_GRACE", "2m")),
            one => Assert.Contains($"\"{one.Item2}\"", settings, StringComparison.Ordinal));
        Assert.Equal(0, end.Code);
    }

    [Fact]
    public static void IsWorkedOnAsTheOwnerOfItsHome()
    {
        var end = On("\"$ctl\" --node=osmosis version --output json >&2 || true; \"$ctl\" --node osmosis hold pause --for 10m --why test >&2; find /var/lib/osmosis ! -user nobody");

        Assert.Contains("a daemon with 2m, run by nobody", end.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (end.Code, end.Output));
    }

    [Theory]
    [InlineData("--node juno status", 78, "/etc/cosmovisor/juno.env is not there. There are settings of: gaia, osmosis. Nothing was done")]
    [InlineData("--node ../osmosis status", 78, "\"../osmosis\" is no node's name")]
    [InlineData("--node", 64, "--node requires an argument")]
    [InlineData("--node osmosis run start", 64, "systemctl start cosmovisor@osmosis")]
    [InlineData("status --node osmosis", 64, "--node NAME stands before the command")]
    [InlineData("status", 78, "For a node that a unit runs: cosmovisorctl --node gaia COMMAND (there are gaia, osmosis)")]
    public static void IsNamedBeforeTheCommand(string words, int code, string says)
    {
        var end = On($"\"$ctl\" {words}");

        Assert.Contains(says, end.Error, StringComparison.Ordinal);
        Assert.Equal(code, end.Code);
    }

    [Fact]
    public static void IsNotForAUserWhoMayNotReadItsSettings()
    {
        AnotherUser.Need();

        var end = On($"setpriv {string.Join(' ', AnotherUser.Words)} \"$ctl\" --node osmosis status");

        Assert.Contains("/etc/cosmovisor/osmosis.env cannot be ", end.Error, StringComparison.Ordinal);
        Assert.Contains("Run it as root, with sudo", end.Error, StringComparison.Ordinal);
        Assert.Equal(78, end.Code);
    }

    [Theory]
    [InlineData("--node ''", "gaia osmosis")]
    [InlineData("--node osmosis verify ''", "genesis v2")]
    public static void IsCompleted(string typed, string offered) =>
        Assert.Equal(offered.Split(' '), On($"\"$ctl\" __complete {typed}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());

    private static IEnumerable<(string Name, string Value)> UnitsOwn(string node) =>
        from line in File.ReadLines(Repository.In("packaging", "systemd", "cosmovisor@.service"))
        where line.StartsWith("Environment=", StringComparison.Ordinal)
        select line["Environment=".Length..].Replace("%i", node, StringComparison.Ordinal).Split('=', 2) into parts
        select (parts[0], parts[1]);

    private static Finished On(string command)
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Unshare), "an /etc of its own needs root and unshare(1)");
        using var run = new Run(Unshare, ["--mount", "bash", "-c", $"{Machine}{command}", Executable.Cosmovisorctl], new Dictionary<string, string>());
        var end = run.End();
        Assert.SkipWhen(end.Error.Contains("mount:", StringComparison.Ordinal), "this machine allows no overlay over its /etc");
        return end;
    }
}
