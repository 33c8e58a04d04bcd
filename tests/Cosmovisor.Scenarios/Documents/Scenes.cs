namespace Cosmovisor.Tests.Documents;

/// <summary>How the reader's machine is when a block is run, and what a block needs besides.</summary>
/// <param name="Page">The document.</param>
/// <param name="Begins">How the block's first line begins.</param>
/// <param name="Name">A function of the file <c>scenes</c>.</param>
/// <param name="Until">The block has no end of its own, and is stopped once it says this.</param>
/// <param name="Answers">What the reader types when asked.</param>
internal sealed record Scene(string Page, string Begins, string Name, string? Until = null, string? Answers = null)
{
    public bool IsFor(ShellBlock block) => block.Page == Page && block.FirstLine.StartsWith(Begins, StringComparison.Ordinal);
}

/// <summary>A block that is not run by this test, and why.</summary>
internal sealed record NotHere(string Page, string Begins, string Why)
{
    public bool IsFor(ShellBlock block) => block.Page == Page && block.FirstLine.StartsWith(Begins, StringComparison.Ordinal);
}

/// <summary>The two tables of the documents' blocks. A block in neither is run beside a node that runs.</summary>
internal static class Scenes
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>A node runs, and its chain has decided on v2, whose binary is in place.</summary>
    public const string Usual = "running";

    /// <summary>The one scene that needs what <c>packaging/build</c> makes.</summary>
    public const string Downloaded = "downloaded";

    /// <summary>Pages for nodes of the package's unit: their readers have exported nothing.</summary>
    public static IReadOnlyList<string> OfAUnit { get; } = ["docs/runbook.md", "docs/upgrade-day.md"];

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("README.md", "export DAEMON_NAME", "fresh", Until: "height=6 "),
        new("README.md", "mkdir -p $DAEMON_HOME", "placed"),
        new("docs/agent.md", "COSMOVISOR_LISTEN", Usual, Until: "listens"),
        new("docs/agent.md", "curl", "watched", Until: "retry: "),
        new("docs/agent.md", "export COSMOVISOR_NOTIFY", "to_be_fetched"),
        new("docs/backups.md", "cosmovisorctl backup create", "stopped", Answers: "yes"),
        new("docs/backups.md", "systemctl stop", "upgraded", Answers: "yes"),
        new("docs/commands/cosmovisorctl.md", "$ cosmovisorctl config", "configured"),
        new("docs/commands/cosmovisorctl.md", "export DAEMON_NAME", "fresh"),
        new("docs/events.md", "jq", "upgraded", Until: "running"),
        new("docs/fleet.md", "apt-get", "three_homes"),
        new("docs/fleet.md", "cosmovisorctl fleet schedule add v2 --height 12000000 --link", "in_a_fleet"),
        new("docs/fleet.md", "cosmovisorctl fleet rollout", "in_a_fleet"),
        new("docs/fleet.md", "etcdctl user add", "guarded_etcd", Answers: "secret\nsecret"),
        new("docs/fleet.md", "etcdctl compact", "in_a_fleet"),
        new("docs/installing.md", "echo DAEMON_NAME=gaiad", "packaged"),
        new("docs/installing.md", "sudo setpriv", "packaged"),
        new("docs/installing.md", "sudo systemctl enable", "packaged"),
        new("docs/installing.md", "printf", "packaged"),
        new("docs/installing.md", "sudo apt", Downloaded),
        new("docs/installing.md", "sudo tar", Downloaded),
        new("docs/installing.md", "sudo cp /usr/local/share", Downloaded),
        new("docs/migrating.md", "cd $DAEMON_HOME", "stopped"),
        new("docs/migrating.md", "ln -sfn", "stopped"),
        new("docs/migrating.md", "systemctl cat", "guided"),
        new("docs/migrating.md", "unit=", "guided"),
        new("docs/operating.md", "mkdir", "placed"),
        new("docs/operating.md", "ln -sfn", "placed"),
        new("docs/patch-releases.md", "cosmovisorctl upgrade", "to_be_fetched"),
        new("docs/releasing.md", "minisign", "released"),
        new("docs/runbook.md", "sudo cosmovisorctl --node osmosis prepare", "to_be_fetched"),
        new("docs/runbook.md", "sudo cosmovisorctl --node osmosis add-upgrade", "placed"),
        new("docs/runbook.md", "sudo systemctl stop", "upgraded", Answers: "yes"),
        new("docs/runbook.md", "ls -l /var/lib/osmosis/data", "upgraded"),
        new("docs/runbook.md", "ps", "orphaned"),
        new("docs/runbook.md", "sha256sum", "upgraded"),
        new("docs/runbook.md", "sudo cosmovisorctl --node osmosis history", "upgraded"),
        new("docs/upgrade-day.md", "sudo cosmovisorctl --node osmosis prepare", "to_be_fetched"),
        new("docs/upgrade-day.md", "systemctl status", Usual, Until: "PID"),
        new("docs/upgrade-day.md", "sudo cosmovisorctl --node osmosis status", "upgraded"),
    ];

    public static IReadOnlyList<NotHere> Omitted { get; } =
    [
        new("README.md", "dotnet run --project demo", "the demo is a story of half a minute: TheDemo and .ci/run play it"),
        new("README.md", "./build", "builds and tests all of this; .ci/run does both"),
        new("CONTRIBUTING.md", "./build", "builds and tests all of this; .ci/run does both"),
        new("docs/demo.md", "dotnet run --project demo", "the demo is a story of half a minute: TheDemo and .ci/run play it"),
        new("docs/hooks.md", "#!/bin/sh", "a migration script, not what a reader types: TheMigration runs it as it stands"),
        new("docs/installing.md", "sudo rpm", "needs a machine with rpm's own packages: packaging/tests/systemd-rpm.test installs it"),
        new("docs/installing.md", "dotnet publish", "publishes for minutes; .ci/run does"),
        new("docs/kubernetes.md", "skopeo copy", "needs a registry; packaging/tests/image.test reads the archive with skopeo"),
        new("docs/kubernetes.md", "kubectl", "needs a cluster; packaging/kubernetes/check reads the documents"),
        new("docs/migrating/images.md", "cat", "HomesWithoutACosmovisor runs it on such a home"),
        new("docs/migrating/wemixvisor.md", "cd $DAEMON_HOME", "HomesWithoutACosmovisor runs it on such a home"),
        new("docs/releasing.md", "packaging/build", "builds everything for minutes; .ci/run does"),
        new("docs/releasing.md", "dpkg --add-architecture", "fetches a gigabyte of compilers"),
    ];
}
