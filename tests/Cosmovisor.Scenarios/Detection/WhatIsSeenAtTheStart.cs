using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>What would stop an upgrade days later, with the node down, is told or refused at the start.</summary>
public static class WhatIsSeenAtTheStart
{
    [Theory]
    [InlineData("run start", "DAEMON_DATA_BACKUP_DIR", "data")]
    [InlineData("run start", "DAEMON_DATA_BACKUP_DIR", "data/backups")]
    [InlineData("start", "DAEMON_BACKUP_DATA_DIR", "")]
    public static void ABackupIntoItselfIsRefused(string arguments, string variable, string folder)
    {
        using var home = new NodeHome().Install("genesis", "echo started").Write("data/backups/.keep", "");

        var end = home.Set(variable, home.In(folder).TrimEnd('/')).Run(arguments.Split(' '));

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains($"{variable} would put backups into ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void ABackupFolderThatIsNotUsedIsNot()
    {
        using var home = new NodeHome().Install("genesis", "echo started").Write("data/x", "").Set("UNSAFE_SKIP_BACKUP", "true");

        Assert.Equal(
            (0, "started\n"),
            home.Set("DAEMON_DATA_BACKUP_DIR", home.In("data")).Run("run", "start") is var end ? (end.Code, end.Output) : default);
    }

    [Theory]
    [InlineData("", "and there is no such file")]
    [InlineData("#!/bin/bash\r\necho\r\n", "was saved with Windows line ends, so its interpreter is looked for as")]
    [InlineData("#!/no/such/shell\n", "is a script for /no/such/shell, which is not there")]
    [InlineData("#!/usr/bin/env nosuchprogram\n", "is a script for nosuchprogram, which is in no folder of PATH")]
    public static void AHookThatCannotBeRunIsToldAndStopsTheUpgradeBeforeTheNode(string script, string reason)
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2")
            .Set("COSMOVISOR_CUSTOM_PREUPGRADE", "pre.sh");
        _ = script.Length > 0 ? home.Write("cosmovisor/pre.sh", script) : home;

        var end = home.Run("start");

        Assert.Equal((70, "genesis"), (end.Code, home.Current));
        Assert.Contains("failed at Stage: ", end.Error, StringComparison.Ordinal);
        Assert.Contains(reason, end.Error, StringComparison.Ordinal);
        Assert.Contains("WARN  the script for every upgrade cannot be run;", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void APlanFileThatTheNodeMayNotWriteIsTold()
    {
        using var home = AnotherUsers(new NodeHome().Install("genesis", "echo started").Write("data/upgrade-info.json", "{}"));
        _ = home.RunUnder("chown", "root", home.In("data/upgrade-info.json"));

        var end = AsNobody(home, "run", "start");

        Assert.Equal((0, "started\n"), (end.Code, end.Output));
        Assert.Contains("WARN  the node has no permission to write its plan file: ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void DatabasesOutsideTheDataFolderAreTold()
    {
        using var home = new NodeHome().Install("genesis", "echo started").Write("data/x", "")
            .Write("config/config.toml", "db_dir = \"/elsewhere/db\"\n");

        Assert.Contains("setting=db_dir path=/elsewhere/db", home.Run("run", "start").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "start")]
    [InlineData("start")]
    public static void AFolderCosmovisorThatCannotBeWrittenRunsTheNodeAndIsTold(params string[] words)
    {
        using var home = AnotherUsers(new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/x", ""));
        _ = home.RunUnder("chown", "-R", "root", home.In("cosmovisor"));
        using var first = new Run("setpriv", [.. AnotherUser.Words, Executable.Cosmovisor, .. words], Variables(home));
        _ = first.AwaitOutput("started");

        var second = AsNobody(home, words);

        Assert.Contains($"{home.In("cosmovisor")} cannot be written (Permission denied to ", first.ErrorSoFar, StringComparison.Ordinal);
        Assert.Equal((75, ""), (second.Code, second.Output));
        Assert.Equal(75, home.Run(words).Code);
        first.Signal(Testing.Run.Terminate);
        Assert.Equal(143, first.End().Code);
        Assert.False(File.Exists(home.In("cosmovisor/cosmovisor.log")));
    }

    [Fact]
    public static void AHomeThatMayNotBeEnteredIsToldAsThat()
    {
        using var home = AnotherUsers(new NodeHome().Install("genesis", "echo started"));
        _ = home.RunUnder("/bin/sh", "-c", $"chown root {home.Path} && chmod 0700 {home.Path}");

        var end = AsNobody(home, "start");

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains($"permission denied: {home.Path} cannot be entered by ", end.Error, StringComparison.Ordinal);
    }

    private static NodeHome AnotherUsers(NodeHome home)
    {
        AnotherUser.Need();
        _ = home.RunUnder("chown", "-R", "65534:65534", home.Path);
        return home;
    }

    private static Finished AsNobody(NodeHome home, params string[] words) =>
        home.RunUnder("setpriv", [.. AnotherUser.Words, Executable.Cosmovisor, .. words]);

    private static Dictionary<string, string> Variables(NodeHome home) =>
        new() { ["DAEMON_HOME"] = home.Path, ["DAEMON_NAME"] = NodeHome.DaemonName, ["UNSAFE_SKIP_BACKUP"] = "true" };
}
