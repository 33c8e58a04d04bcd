using System.Text;
using System.Text.Json;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>version [-o json] [--cosmovisor-only]</c>, as the SDK's cosmovisor has it: our version and the daemon's.</summary>
/// <param name="source">Of the settings: the operator's tool, asked in plain text, speaks of us alone and at more length.</param>
/// <param name="output">The operator.</param>
/// <param name="warn">Receives why the daemon was not asked.</param>
internal sealed class VersionCommand(SettingsSource source, TextWriter output, Action<string> warn)
{
    private const int LongestAnswer = 4 * 1024 * 1024; // a node with a thousand dependencies writes some 60 KB
    private const int LongestQuote = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string Ours => $"cosmovisor version: {BuildInfo.Version}\n";

    /// <param name="json">As JSON.</param>
    /// <param name="only">Leave the daemon out.</param>
    /// <param name="rest">For the daemon's own version command.</param>
    /// <exception cref="RefusedException">The daemon cannot be asked, or does not answer in JSON.</exception>
    public int Run(bool json, bool only, string[] rest) => (json, only) switch
    {
        (true, true) => Write(Json(app: null)),
        (true, _) when Missing() is { } missing => Alone(Json(app: null), missing),
        (true, false) => Write(JsonWithTheDaemons()),
        (_, true) => Write(Ours),
        _ when source.Call == InvokedAs.OperatorsTool => Write(BuildInfo.Text),
        _ when Missing() is { } missing => Alone(Ours, missing),
        _ => OursAndTheDaemons(rest),
    };

    // An image is asked for it before anything is set.
    private string? Missing() =>
        new[] { SettingTable.Home, SettingTable.Name }.FirstOrDefault(CheckedSettings.LookAtWords(source).Settings.IsMissing)?.Variable;

    private int Alone(string text, string missing)
    {
        warn($"{missing} is not set, so no daemon was asked for its version");
        return Write(text);
    }

    // The daemon answers in our place: its streams and its code are the command's.
    private int OursAndTheDaemons(string[] rest)
    {
        _ = Write(Ours);
        output.Flush();
        return RunCommand.Run(CheckedSettings.Read(source with { Call = InvokedAs.Run }),
            [NativeStrings.Bytes("version"), .. rest.Select(NativeStrings.Bytes)], isRun: true);
    }

    private string JsonWithTheDaemons()
    {
        var home = CheckedSettings.Read(source).Home;
        var version = new CurrentLink(home).Read();
        var answer = Ask(DaemonBinary.Usable(home, version.Folder), DaemonHome.LibrariesIn(version.Folder));

        // Some daemons warn before they answer.
        var json = answer.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start ? answer[start..] : answer;

        try
        {
            using var app = JsonDocument.Parse(json);
            return Json(app.RootElement);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new RefusedException(
                $"can't print version output, expected valid json from APP, got: {Quoted(answer.TrimEnd())} - {ex.Message}", ex);
        }
    }

    /// <param name="app">The daemon's answer; null to leave it out.</param>
    private static string Json(JsonElement? app)
    {
        using var text = new MemoryStream();

        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteString("cosmovisor_version", BuildInfo.Version);

            if (app is { } answer)
            {
                writer.WritePropertyName("app_version");
                answer.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + '\n';
    }

    private int Write(string text)
    {
        output.Write(text);
        return ExitCodes.Done;
    }

    private static string Quoted(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}… ({text.Length} characters)";

    // With "version --long --output json".
    private static string Ask(string binary, string libraries)
    {
        var (answer, error) = (new StringBuilder(), new StringBuilder());
        var question = new Command(binary, "version", "--long", "--output", "json")
        {
            TimeLimit = Patience,
            LongestLine = LongestAnswer,
            Variables = LibraryPath.With(libraries),
            OnErrorLine = line => error.Append(line).Append('\n'),
        };
        var end = new ProgramRunner(new Children()).Run(question, line => answer.Append(line).Append('\n'), CancellationToken.None);

        // Older daemons answer on standard error.
        return end.End is { ExitCode: 0 } ? (answer.Length > 0 ? answer : error).ToString()
            : throw new RefusedException(
                $"failed to run version command: {binary} version --long --output json {end.Trouble ?? end.End?.ToString()}\n{end.OutputTail}");
    }
}
