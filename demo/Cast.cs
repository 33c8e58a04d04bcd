using System.Globalization;
using System.Net;
using System.Text;

namespace Cosmovisor.Demo;

/// <summary>
/// What was shown, and when, as a picture that moves: one SVG, styles inside, no script. Lines come as they came, and the text scrolls up.
/// </summary>
internal sealed class Cast
{
    private const int Rows = 34;
    private const double LineHeight = 17;
    private const double CharacterWidth = 8.1;
    private const double Margin = 14;
    private const double LongestPause = 1.2; // seconds: nobody reads faster because a block took longer
    private const double EndShownFor = 8;

    private readonly List<(double At, string Colour, string Text)> _lines = [];
    private DateTimeOffset? _last;
    private double _now;

    public void Add(string colour, string text)
    {
        var at = DateTimeOffset.UtcNow;
        _now += Math.Min(_last is { } last ? (at - last).TotalSeconds : 0, LongestPause);
        _last = at;

        foreach (var line in text.Split('\n'))
        {
            // A paragraph that comes at once is read line by line.
            _now += line.Length > 0 ? 0.18 : 0.05;
            _lines.Add((_now, colour, line));
        }
    }

    /// <param name="columns">Of the widest line.</param>
    public string ToSvg(int columns)
    {
        var (width, height) = ((columns * CharacterWidth) + (2 * Margin), (Rows * LineHeight) + (2 * Margin));
        var length = _now + EndShownFor;
        var svg = new StringBuilder();
        _ = svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height:0}" width="{width:0}" height="{height:0}" role="img" aria-label="The demo: a simulated chain is upgraded">
            <style>
            text {ToCss("font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d4d4d4; white-space: pre; visibility: hidden; animation: come 1ms linear forwards")}
            @keyframes come {ToCss("to { visibility: visible }")}
            {Scrolling(length)}
            .d {ToCss("fill: #8a8a8a")} .g {ToCss("fill: #6fbf73")} .c {ToCss("fill: #5cc8d7; font-weight: bold")} .y {ToCss("fill: #e5c07b")} .b {ToCss("fill: #ffffff; font-weight: bold")}
            @media (prefers-reduced-motion: reduce) {ToCss("text { animation-delay: 0s !important }")}
            </style>
            <rect width="100%" height="100%" rx="8" fill="#1b1f24"/>
            <svg x="{Margin}" y="{Margin}" width="{width - (2 * Margin):0}" height="{Rows * LineHeight:0}"><g class="s">

            """);

        for (var i = 0; i < _lines.Count; i++)
        {
            var (at, colour, text) = _lines[i];

            if (text.Length > 0)
            {
                _ = svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text{Class(colour)} y=\"{((i + 1) * LineHeight) - 4:0}\" style=\"animation-delay:{at:0.00}s\">{WebUtility.HtmlEncode(text)}</text>\n");
            }
        }

        return svg.Append("</g></svg></svg>\n").ToString();
    }

    // Steps, not a glide: a terminal scrolls by whole lines.
    private string Scrolling(double length)
    {
        var frames = new StringBuilder();

        for (var i = Rows; i < _lines.Count; i++)
        {
            _ = frames.Append(
                CultureInfo.InvariantCulture,
                $"{100 * _lines[i].At / length:0.###}%{{transform:translateY(-{(i + 1 - Rows) * LineHeight:0}px)}}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $".s {{ animation: up {length:0.0}s step-end forwards }}\n@keyframes up {{0%{{transform:translateY(0)}}{frames}100%{{transform:translateY(-{Math.Max(0, _lines.Count - Rows) * LineHeight:0}px)}}}}");
    }

    private static string ToCss(string rules) => $"{{ {rules} }}";

    private static string Class(string colour) => colour switch
    {
        "2" => " class=\"d\"",
        "32" or "1;32" => " class=\"g\"",
        "1;36" => " class=\"c\"",
        "33" => " class=\"y\"",
        "1" => " class=\"b\"",
        _ => "",
    };
}
