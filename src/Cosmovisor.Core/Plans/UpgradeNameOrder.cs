namespace Cosmovisor.Plans;

/// <summary>What two upgrade names say about which came first, where nothing else says it.</summary>
internal static class UpgradeNameOrder
{
    /// <summary>
    /// Whether <paramref name="name"/> does not come after <paramref name="other"/>, as far as their numbers tell; true also where they
    /// tell nothing.
    /// </summary>
    /// <remarks>
    /// Names are free text. They are compared only where all but the numbers is the same: <c>v9</c> and <c>v10</c>, <c>v1.2-rc1</c> and
    /// <c>v1.3-rc1</c>.
    /// </remarks>
    public static bool IsNotAfter(string name, string other) => Compare(name, other) is not > 0;

    /// <returns>Below 0, 0, above 0 as usual; null where the names cannot be compared.</returns>
    public static int? Compare(string name, string other)
    {
        var ours = name.AsSpan();
        var theirs = other.AsSpan();
        var order = 0;

        while (!ours.IsEmpty || !theirs.IsEmpty)
        {
            var a = TakeNumber(ref ours);
            var b = TakeNumber(ref theirs);

            if (a.IsEmpty != b.IsEmpty)
            {
                return null;
            }

            order = order != 0 ? order : CompareNumbers(a, b);

            // "v1.2" and "v1.2.1": the longer one came later. What else may stand behind a number ("-rc1") says nothing.
            if (!a.IsEmpty && ours.IsEmpty != theirs.IsEmpty)
            {
                var longer = ours.IsEmpty ? theirs : ours;
                return longer is not ['.', >= '0' and <= '9', ..] ? null : order != 0 ? order : ours.IsEmpty ? -1 : 1;
            }

            if (!TakeText(ref ours).Equals(TakeText(ref theirs), StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return order;
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var x = a.TrimStart('0');
        var y = b.TrimStart('0');
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
    }

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return Take(ref text, end < 0 ? text.Length : end);
    }

    private static ReadOnlySpan<char> TakeText(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyInRange('0', '9');
        return Take(ref text, end < 0 ? text.Length : end);
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text, int length)
    {
        var taken = text[..length];
        text = text[length..];
        return taken;
    }
}
