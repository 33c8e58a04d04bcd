using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Documents;

/// <summary>
/// The pictures of the folders in docs/architecture.md are drawn from the sources: <c>./build picture</c>, which is these with
/// <c>APPROVE=1</c>. Folders and arrows must be right; sizes are those of the day of the drawing.
/// </summary>
public static partial class ThePicture
{
    private const string Ends = "<!-- End. -->";

    [Fact]
    public static void OfTheSupervisorIsThatOfItsSources() => IsDrawn("src/Cosmovisor", Rooms.OfTheShell());

    [Fact]
    public static void OfTheAgentIsThatOfItsSources() => IsDrawn("src/Cosmovisor.Agent", Rooms.OfTheAgent());

    private static void IsDrawn(string of, Rooms rooms)
    {
        var path = Repository.In("docs", "architecture.md");
        var begins = $"<!-- Drawn from {of} by ./build picture. -->\n";
        var text = File.ReadAllText(path);
        var begin = text.IndexOf(begins, StringComparison.Ordinal) + begins.Length;
        var end = text.IndexOf(Ends, begin, StringComparison.Ordinal);
        var drawn = $"{rooms.Picture()}\n{rooms.Table()}";

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, $"{text[..begin]}{drawn}{text[end..]}");
        }
        else
        {
            var isSo = Size().Replace(drawn, "some") == Size().Replace(text[begin..end], "some");
            Assert.True(isSo, $"docs/architecture.md has another picture of {of} than the sources; ./build picture draws\n{drawn}");
        }
    }

    [GeneratedRegex(@"\d+ files?, \d+ lines")]
    private static partial Regex Size();
}
