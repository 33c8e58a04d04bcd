namespace Cosmovisor.Detection;

/// <summary>The first lines of what Go's runtime writes when a program dies of a panic, and of the stacks that follow.</summary>
/// <remarks>
/// The text of a panic is often foreign (a memo in an error), with line breaks in it, and Go marks the lines behind the first with a
/// tab only since 1.23. So what stands behind such a line on the same stream is taken for nothing, up to the end of that life.
/// </remarks>
internal static class GoCrash
{
    private static ReadOnlySpan<byte> Goroutine => "goroutine "u8;

    /// <summary>Whether the line is one of them. None is indented, and none has a logger's prefix.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) =>
        line.StartsWith("panic:"u8) || line.StartsWith("fatal error:"u8) || line.StartsWith("runtime error"u8) || line.StartsWith(
            "runtime: "u8)
        || IsGoroutine(line);

    private static bool IsGoroutine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Goroutine))
        {
            return false;
        }

        var rest = line[Goroutine.Length..];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && rest[digits..].StartsWith(" "u8);
    }
}
