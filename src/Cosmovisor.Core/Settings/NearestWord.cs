namespace Cosmovisor.Settings;

/// <summary>Guesses what was meant by a word that nobody knows.</summary>
internal static class NearestWord
{
    private const int LongestWord = 100; // of foreign text; nobody mistypes a key that long

    /// <summary>The word with the least letters to change, put in, taken out or swapped with the next; null when none comes near.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var most = Math.Max(1, word.Length / 4);

        return word.Length > LongestWord
            ? null
            : known.Select(one => (Word: one, Distance: Distance(word.ToLowerInvariant(), one)))
                .Where(one => one.Distance <= most)
                .OrderBy(one => one.Distance)
                .Select(one => one.Word)
                .FirstOrDefault();
    }

    private static int Distance(string one, string other)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, other.Length + 1)];

        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;

            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));

                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[other.Length];
    }
}
