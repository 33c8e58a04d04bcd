using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Hooks;

/// <summary>The new binary's own <c>pre-upgrade</c>: its chance to prepare configuration or data before it runs.</summary>
internal sealed class PreUpgradeCommand(HookSettings settings, IProgramRunner commands, INews news)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Whether the operator wants the new binary to be asked.</summary>
    public bool IsWanted => settings.PreUpgradeRetries is not null;

    /// <param name="newBinary">The binary to ask.</param>
    /// <param name="variables">What its environment needs besides ours.</param>
    /// <param name="ct">Stops it, and the pauses between two askings.</param>
    /// <exception cref="RefusedException">It failed, or asked to be asked again too often.</exception>
    public void Run(string newBinary, IReadOnlyDictionary<string, string> variables, CancellationToken ct)
    {
        var retries = settings.PreUpgradeRetries ?? 0;
        var command = new Command(newBinary, settings.DaemonHome is { } home ? ["pre-upgrade", "--home", home] : ["pre-upgrade"])
        {
            TimeLimit = settings.TimeLimit,
            Grace = settings.Grace,
            Variables = variables,
        };
        var pause = FirstPause;

        for (var asked = 1; ; asked++)
        {
            var end = commands.Run(command, line => news.Tell(new Happening.HookSaid(line, "pre-upgrade")), ct);

            switch (PreUpgradeVerdicts.Of(end.End))
            {
                case PreUpgradeVerdict.Done:
                    return;

                case PreUpgradeVerdict.NotImplemented:
                    news.Tell(new Happening.NoPreUpgrade(newBinary));
                    return;

                case PreUpgradeVerdict.Retry when asked <= retries:
                    news.Tell(new Happening.PreUpgradeRetry(asked, retries, pause));
                    _ = ct.WaitHandle.WaitOne(pause);
                    ct.ThrowIfCancellationRequested();
                    pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
                    break;

                case PreUpgradeVerdict.Retry:
                    throw new RefusedException(
                        $"{newBinary} pre-upgrade asked {asked} times for a retry (code 31), and DAEMON_PREUPGRADE_MAX_RETRIES is {retries}. {HookOutput.Tail(end)}");

                default:
                    throw new RefusedException($"{newBinary} pre-upgrade {end.End?.ToString() ?? end.Trouble}. {HookOutput.Tail(end)}");
            }
        }
    }
}
