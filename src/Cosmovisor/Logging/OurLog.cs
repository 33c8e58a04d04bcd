using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Logging;

/// <summary>Which log the settings ask for.</summary>
internal static class OurLog
{
    /// <summary>Of a supervisor.</summary>
    public static ILog For(EffectiveSettings settings) => settings.Value(SettingTable.Log) switch
    {
        LogPlace.Auto when settings.Contract == Contract.Sdk => StandardErrorLog.For(settings),
        LogPlace.StandardError => StandardErrorLog.For(settings),
        LogPlace.Journal => new JournalLog(JournalStream.IsStandardError(Environment.GetEnvironmentVariable)),
        LogPlace.None => new NoLog(),
        _ => new FileLog(settings.Home.Log, TimeProvider.System),
    };

    /// <summary>
    /// Of a command. It says on the terminal what it does; what the operator did by hand belongs beside what happened by itself, where that
    /// is kept.
    /// </summary>
    public static ILog ForCommands(EffectiveSettings settings) => settings.Value(SettingTable.Log) switch
    {
        LogPlace.Journal => new JournalLog(isOnStandardError: false),
        LogPlace.StandardError or LogPlace.None => new NoLog(),
        _ => new FileLog(settings.Home.Log, TimeProvider.System),
    };
}
