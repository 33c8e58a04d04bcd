using Cosmovisor.Commands;
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
        words = ProgramName.IsOperatorsTool(name) ? NodeOption.TakeFrom(words) : words;

        // What follows `run` is the daemon's under either name, and no library of ours may look at it.
        if (ProgramName.IsOperatorsTool(name) && !CommandWords.AreARun(ConfigFlagParsing.Without(words)))
        {
            return Ours(words, new SettingsSource(InvokedAs.OperatorsTool));
        }

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DAEMON_INFO")))
        {
            StandardError.Write(BuildInfo.Text);
            return ExitCodes.Done;
        }

        (words, arguments, var file) = ConfigFlagParsing.TakeFrom(words, arguments, () => AreOursHere(file: null));

        if (CommandWords.AreOurs(words))
        {
            return Ours(words, new SettingsSource(InvokedAs.Run, file));
        }

        if (CommandWords.MayBeOurs(words) && (CommandWords.AskForUsAlone(words) || file is not null || AreOursHere(file)))
        {
            return Ours(words, new SettingsSource(InvokedAs.SharedWord, file));
        }

        var isRun = CommandWords.AreARun(words);
        return RunCommand.Run(CheckedSettings.Read(new SettingsSource(isRun ? InvokedAs.Run : InvokedAs.Arguments, file)),
            isRun ? arguments[1..] : arguments, isRun);
    }

    /// <summary>
    /// Whose the words are that both of us have: the daemon's in the classic contract, if there is a daemon to have them.
    /// </summary>
    private static bool AreOursHere(string? file)
    {
        var (settings, _) = CheckedSettings.LookAtWords(new SettingsSource(InvokedAs.SharedWord, file));
        return settings is { Contract: Contract.Sdk, ContractOrigin: not ChosenContract.ByTheCall }
            || SettingTable.Home.WhatIsWrong(settings.Text(SettingTable.Home)) is not null
            || SettingTable.Name.WhatIsWrong(settings.Text(SettingTable.Name)) is not null
            || !DaemonBinary.MayBeIn(settings.Home);
    }

    private static int Ours(string[] words, SettingsSource source)
    {
        Starter.RestoreSignals();
        return CommandTree.Run(words, source);
    }
}
