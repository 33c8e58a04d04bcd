using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>From how we were called to what is done: which program, which contract, whose words.</summary>
internal static class Invocation
{
    private const string OperatorsTool = "cosmovisorctl";

    // No daemon has these words, so a daemon must not be given them.
    private static readonly string[] SdkWords = ["add-upgrade", "add-batch-upgrade", "prepare-upgrade", "show-upgrade-info"];

    // A daemon has these too: which of us is meant, the contract says.
    private static readonly string[] WordsOfTheSdkContract = ["init", "config", "version", "help", "--version", "--help", "-h"];

    /// <param name="name">argv[0]: the program has two names, and this tells which was used.</param>
    /// <param name="words">The arguments as text.</param>
    /// <param name="arguments">The same as bytes, as the daemon gets them.</param>
    public static int Run(string name, string[] words, byte[][] arguments)
    {
        if (Path.GetFileName(name) == OperatorsTool)
        {
            return Ours(words, isSdk: false);
        }

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DAEMON_INFO")))
        {
            StandardError.Write(BuildInfo.Text);
            return ExitCodes.Done;
        }

        // `run` is the SDK's word for "the rest is the daemon's". Everything else, in the classic contract, is the daemon's already.
        (words, arguments) = ConfigChoice.TakeFrom(words, arguments, isOurs: rest => rest is ["run", ..] || IsOfTheSdkAlone(rest));

        if (IsOfTheSdkAlone(words))
        {
            return Ours(words, isSdk: true);
        }

        if ((words is [] || WordsOfTheSdkContract.Contains(words[0])) && CheckedSettings.LookAtWords().Settings.Contract == Contract.Sdk)
        {
            return Ours(words is ["--version", .. var rest] ? ["version", .. rest] : words, isSdk: true);
        }

        var isRun = words is ["run", ..];
        var settings = CheckedSettings.Read(isRun);
        return Supervise.Run(settings, isRun ? arguments[1..] : arguments);
    }

    private static bool IsOfTheSdkAlone(string[] words) => words is [var word, ..] && SdkWords.Contains(word);

    private static int Ours(string[] words, bool isSdk)
    {
        Starter.RestoreSignals();
        return OperatorsCommands.Run(words, isSdk);
    }
}
