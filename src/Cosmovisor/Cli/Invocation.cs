using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>From how we were called to what is done: which program, which contract, whose words.</summary>
internal static class Invocation
{
    /// <param name="name">argv[0]: the program has two names, and this tells which was used.</param>
    /// <param name="words">The arguments as text.</param>
    /// <param name="arguments">The same as bytes, as the daemon gets them.</param>
    public static int Run(string name, string[] words, byte[][] arguments)
    {
        // What follows `run` is the daemon's under either name, and no library of ours may look at it.
        if (ProgramName.IsOperatorsTool(name) && !OurWords.AreARun(ConfigChoice.Without(words)))
        {
            return Ours(words, Call.OperatorsTool);
        }

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DAEMON_INFO")))
        {
            StandardError.Write(BuildInfo.Text);
            return ExitCodes.Done;
        }

        (words, arguments) = ConfigChoice.TakeFrom(words, arguments, AreOursHere);

        if (OurWords.AreOurs(words))
        {
            return Ours(words, Call.Run);
        }

        if (OurWords.MayBeOurs(words) && (OurWords.AskForUsAlone(words) || ConfigFile.Named is not null || AreOursHere()))
        {
            return Ours(words, Call.SharedWord);
        }

        var isRun = OurWords.AreARun(words);
        return Supervise.Run(CheckedSettings.Read(isRun ? Call.Run : Call.Arguments), isRun ? arguments[1..] : arguments, isRun);
    }

    /// <summary>Whose the words are that both of us have: the daemon's in the classic contract, if there is a daemon to have them.</summary>
    private static bool AreOursHere()
    {
        var (settings, _) = CheckedSettings.LookAtWords(Call.SharedWord);
        return settings is { Contract: Contract.Sdk, ContractOrigin: not ChosenContract.ByTheCall }
            || SettingTable.Home.WhatIsWrong(settings.Text(SettingTable.Home)) is not null
            || SettingTable.Name.WhatIsWrong(settings.Text(SettingTable.Name)) is not null
            || !DaemonBinary.MayBeIn(settings.Home);
    }

    private static int Ours(string[] words, Call call)
    {
        Starter.RestoreSignals();
        return OperatorsCommands.Run(words, call);
    }
}
