using System.Text;

namespace Cosmovisor.Fuzz;

/// <summary>What must hold of an answer.</summary>
internal static class Must
{
    public static void Hold(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }

    /// <summary>A value for which something holds, or a reason that can be shown.</summary>
    public static void BeWhole<T>(Parsed<T> answer, Func<T, bool>? holds = null) =>
        Hold(Answer.IsWhole(answer, holds), answer.IsOk(out var value, out var reason) ? $"not so: {value}" : $"no sentence: {reason}");

    /// <summary>What was read and is written again is read as the same, written the same.</summary>
    public static void ComeBack<T>(Parsed<T> answer, Func<T, string> write, Func<string, Parsed<T>> read)
    {
        BeWhole(answer);

        if (answer.IsOk(out var value, out _))
        {
            var once = write(value);
            Hold(read(once).IsOk(out var again, out var reason), $"what we write we do not read ({reason}): {once}");
            Hold(write(again!) == once, $"read again it is another: {once} became {write(again!)}");
        }
    }

    /// <summary>The same of a form that is written as bytes.</summary>
    public static void ComeBack<T>(byte[] bytes, Func<T, byte[]> write, Func<byte[], Parsed<T>> read) =>
        ComeBack(read(bytes), value => Text(write(value)), text => read(Encoding.UTF8.GetBytes(text)));

    /// <summary>As text; what is not UTF-8 is what the reader of a file makes of it.</summary>
    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
