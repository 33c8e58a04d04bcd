using System.Globalization;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Hooks;

/// <summary>The operator's scripts between the old binary and the new: one for every upgrade, one of this upgrade.</summary>
/// <param name="home">Where they run.</param>
/// <param name="folderOf">From an upgrade's name to its folder, whatever the case of its letters.</param>
/// <param name="settings">The operator's.</param>
/// <param name="commands">Runs them.</param>
/// <param name="news">What they say goes there.</param>
internal sealed class MigrationScripts(
    DaemonHome home, Func<string, string> folderOf, HookSettings settings, IProgramRunner commands, INews news)
{
    /// <summary>While the old node still runs: the scripts are files that can be run.</summary>
    /// <exception cref="RefusedException">One is not.</exception>
    public void EnsureReady(UpgradePlan plan)
    {
        if (MissingCustom is { } missing)
        {
            throw new RefusedException(missing);
        }

        foreach (var script in Scripts(plan))
        {
            MakeExecutable(script);

            if (ScriptInterpreter.WhatIsWrong(script) is { } wrong)
            {
                throw new RefusedException($"{script} {wrong}");
            }
        }
    }

    /// <summary>
    /// At the start, days ahead: what keeps the script of every upgrade from being run. Null when nothing does, or there is none.
    /// </summary>
    public string? TroubleWithCustom =>
        MissingCustom ?? (settings.CustomPreUpgrade is { } custom && WhatIsWrong(custom) is { } wrong
            ? $"COSMOVISOR_CUSTOM_PREUPGRADE: {custom} {wrong}" : null);

    /// <summary>The same of all the scripts of an upgrade. Changes nothing: one that is not executable is made so at the upgrade.</summary>
    public string? TroubleWith(UpgradePlan plan) =>
        MissingCustom ?? Scripts(plan).Select(script => WhatIsWrong(script) is { } wrong ? $"{script} {wrong}" : null).FirstOrDefault(
            wrong => wrong is not null);

    private string? MissingCustom =>
        settings.CustomPreUpgrade is not { } custom || File.Exists(custom) ? null
        : $"COSMOVISOR_CUSTOM_PREUPGRADE names {custom}, and there is no such file. Put the script there, or unset the variable";

    /// <summary>Whether there is anything to run.</summary>
    public bool AreThereFor(UpgradePlan plan) => Scripts(plan).Any();

    /// <summary>Runs them in order, each with the plan's name and height.</summary>
    /// <param name="plan">What is carried out.</param>
    /// <param name="facts">What they have to work with.</param>
    /// <param name="ct">Stops the script and everything it started.</param>
    /// <exception cref="RefusedException">A script did not end with 0.</exception>
    public void Run(UpgradePlan plan, MigrationFacts facts, CancellationToken ct)
    {
        foreach (var script in Scripts(plan))
        {
            var name = Path.GetFileName(script);
            var height = plan.Height.ToString(CultureInfo.InvariantCulture);
            news.Tell(new Happening.ScriptBegan(script, plan.Name, plan.Height));

            var end = commands.Run(
                new Command(script, plan.Name, height)
                {
                    WorkingDirectory = home.Path,
                    TimeLimit = settings.TimeLimit,
                    Grace = settings.Grace,
                    MustNotRunTwice = true,
                    Variables = new Dictionary<string, string>
                    {
                        ["COSMOVISOR_OLD_BIN"] = facts.OldBinary,
                        ["COSMOVISOR_NEW_BIN"] = facts.NewBinary,
                        ["COSMOVISOR_BACKUP_DIR"] = facts.Backup ?? "",
                        ["COSMOVISOR_ATTEMPT"] = facts.Attempt.ToString(CultureInfo.InvariantCulture),
                    },
                },
                line => news.Tell(new Happening.HookSaid(line, name)),
                ct);

            if (end.End is not { ExitCode: 0 })
            {
                throw new RefusedException($"{script} {plan.Name} {height} {end.End?.ToString() ?? end.Trouble}. {HookOutput.Tail(end)}");
            }
        }
    }

    /// <summary>Those of an upgrade, in their order, whether they can be run or not.</summary>
    public IEnumerable<string> Scripts(UpgradePlan plan)
    {
        if (settings.CustomPreUpgrade is { } custom)
        {
            yield return custom;
        }

        var own = DaemonHome.MigrationScriptIn(folderOf(plan.Name));

        if (File.Exists(own))
        {
            yield return own;
        }
    }

    private static string? WhatIsWrong(string script) =>
        FileCalls.IsExecutableByUs(script) || MayBeMadeExecutable(script) ? ScriptInterpreter.WhatIsWrong(script)
        : $"is not executable by {UserRecord.OwnName}, and belongs to another user, who alone can make it so: chmod a+rx {script}";

    private static bool MayBeMadeExecutable(string script) =>
        Privileges.AreRoots || FileFacts.OfTarget(script) is not { User: var owner } || owner == Privileges.User;

    private static void MakeExecutable(string script)
    {
        if (FileCalls.IsExecutableByUs(script))
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(script, File.GetUnixFileMode(script) | UnixFileMode.UserExecute);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"{script} is not executable and cannot be made so: {ex.Message.TrimEnd('.')}. Make it so: chmod +x {script}", ex);
        }
    }
}
