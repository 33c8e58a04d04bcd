using System.Text;

namespace Cosmovisor.Logging;

/// <summary>The output of our commands: what they repeat from a chain, a mirror or a file cannot move a terminal's cursor.</summary>
internal sealed class SafeWriter(TextWriter output) : TextWriter(output.FormatProvider)
{
    public override Encoding Encoding => Inner.Encoding;

    /// <summary>For our own drawing, which moves it on purpose.</summary>
    public static TextWriter Drawing(TextWriter output) => output is SafeWriter safe ? safe.Inner : output;

    private TextWriter Inner { get; } = output;

    public override void Write(char value) =>
        Inner.Write(SafeText.IsHarmful(value) && value is not ('\n' or '\t') ? SafeText.OneLine(value.ToString()) : value.ToString());

    public override void Write(string? value) => Inner.Write(SafeText.Lines(value ?? ""));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Inner.WriteLine();

    public override void WriteLine(string? value)
    {
        Write(value);
        Inner.WriteLine();
    }

    public override void Flush() => Inner.Flush();
}
