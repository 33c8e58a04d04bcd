using System.Text;
using System.Text.Json;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>What the daemon says of itself, asked with <c>version --long --output json</c>.</summary>
internal static class DaemonVersion
{
    private const int LongestAnswer = 4 * 1024 * 1024; // a node with a thousand dependencies writes some 60 KB
    private const int LongestQuote = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>One line of JSON, ours and the daemon's.</returns>
    /// <exception cref="RefusedException">It cannot be asked, or does not answer in JSON.</exception>
    public static string Json(DaemonHome home, CurrentVersion version, string ours)
    {
        var answer = Ask(DaemonBinary.Usable(home, version.Folder), DaemonHome.LibrariesIn(version.Folder));

        // Some daemons warn before they answer.
        var json = answer.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start ? answer[start..] : answer;

        try
        {
            using var app = JsonDocument.Parse(json);
            return Text(ours, app.RootElement);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new RefusedException($"can't print version output, expected valid json from APP, got: {Quoted(answer.TrimEnd())} - {ex.Message}", ex);
        }
    }

    /// <param name="ours">Our version.</param>
    /// <param name="app">The daemon's answer; null to leave it out.</param>
    public static string Text(string ours, JsonElement? app)
    {
        using var text = new MemoryStream();

        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteString("cosmovisor_version", ours);

            if (app is { } answer)
            {
                writer.WritePropertyName("app_version");
                answer.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + '\n';
    }

    private static string Quoted(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}… ({text.Length} characters)";

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
            : throw new RefusedException($"failed to run version command: {binary} version --long --output json {end.Trouble ?? end.End?.ToString()}\n{end.OutputTail}");
    }
}
