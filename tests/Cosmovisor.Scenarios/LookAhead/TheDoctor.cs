using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary><c>cosmovisorctl doctor</c>: whether an upgrade would succeed here, with what to do and why.</summary>
public static class TheDoctor
{
    [Fact]
    public static void FindsTheComingUpgradeByItself()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };

        var end = home.Ctl("doctor");

        Assert.Equal(2, end.Code);
        Assert.StartsWith("v2 at height 100:\nproblem  binary: there is none at ", end.Output, StringComparison.Ordinal);
        Assert.Contains("\n         Without it the node stands still at the height until the binary is there.\n         cosmovisorctl prepare v2 --link URL\n",
            end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In("cosmovisor/outlook.json"))); // it looked, and left no trace
    }

    [Fact]
    public static void StartsTheBinaryToSee()
    {
        using var home = Home().Install("upgrades/v2", "echo 2.0.0").Set("DAEMON_BACKUP_DATA_DIR", "");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };

        var checks = JsonDocument.Parse(home.Ctl("doctor", "v2", "--json").Output).RootElement.GetProperty("checks").EnumerateArray()
            .ToDictionary(check => check.GetProperty("check").GetString()!, check => check.GetProperty("result").GetString());

        Assert.Equal(("ok", "ok"), (checks["binary"], checks["starts"]));
    }

    [Fact]
    public static void LooksAtAnUpgradeThatNobodyHasDecided()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77);

        var end = home.Ctl("doctor", "v9");

        Assert.Equal(2, end.Code);
        Assert.StartsWith("v9:\nproblem  binary: ", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAHomeWithoutAnUpgradeSaysWhatEveryOneNeeds()
    {
        using var home = Home().Write("config/app.toml", "halt-height = 0\n");
        using var node = new AnsweringNode(home, 77);
        File.AppendAllText(home.In("config/config.toml"), "\n[consensus]\ndouble_sign_check_height = 3\n");

        var end = home.Ctl("doctor");

        Assert.Equal(2, end.Code);
        Assert.StartsWith("no upgrade is coming; what every upgrade here needs:\n", end.Output, StringComparison.Ordinal);
        Assert.Contains(
            "problem  double-sign-check: config/config.toml has double_sign_check_height = 3: ", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void AsksSystemdHowTheUnitEndsTheNode()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };
        Assert.SkipUnless(
            File.ReadAllText("/proc/self/cgroup").Contains(".service", StringComparison.Ordinal),
            "this machine runs nothing in a unit of systemd");
        var tools = home.Write("tools/systemctl", "#!/bin/sh\necho TimeoutStopUSec=5s\n").In("tools");
        File.SetUnixFileMode(home.In("tools/systemctl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Contains("TimeoutStopSec is 5s, and the node may take 1m0s to end",
            home.Set("PATH", $"{tools}:/usr/bin:/bin").Ctl("doctor").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void NamesTheFileThatLiesInThePlaceOfTheBinary()
    {
        using var home = Home().Write("cosmovisor/upgrades/v2/bin/simd-v2", "\u007fELF");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };

        Assert.Contains("simd-v2", home.Ctl("doctor").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(65534, false)]
    public static void NamesAScriptThatOnlyAnotherUserCanMakeExecutable(int owner, bool isAProblem)
    {
        AnotherUser.Need();
        using var home = Home()
            .Install("upgrades/v2", "echo 2")
            .Write("cosmovisor/upgrades/v2/cosmovisor-migrate.sh", "#!/bin/sh\n")
            .Write("cosmovisor/hook.sh", "#!/bin/sh\n")
            .Set("COSMOVISOR_CUSTOM_PREUPGRADE", "hook.sh");
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, "") };
        Assert.Equal(
            "",
            home.Shell($"chown -R 65534:65534 . && chmod 755 . && chown {owner} cosmovisor/hook.sh && chmod 644 cosmovisor/hook.sh").Error);

        var said = home.RunUnder("setpriv", [.. AnotherUser.Words, Executable.Cosmovisorctl, "doctor"]).Output;

        Assert.Contains("v2 at height 100:", said, StringComparison.Ordinal);
        Assert.Equal(isAProblem, said.Contains(
            $"problem  hooks: {home.In("cosmovisor/hook.sh")} is not executable by nobody, and belongs to another user, who alone can make it so: chmod a+rx ",
            StringComparison.Ordinal));
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", "true").Write("data/here", "");
}
