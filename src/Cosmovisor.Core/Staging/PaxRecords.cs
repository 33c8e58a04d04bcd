using System.Globalization;
using System.Text;

namespace Cosmovisor.Staging;

/// <summary>The records of a pax header that concern us: <c>"LENGTH KEY=VALUE\n"</c>, one after the other.</summary>
/// <param name="Path">In place of the header's name.</param>
/// <param name="LinkPath">In place of the header's link.</param>
/// <param name="Size">In place of the header's size.</param>
internal sealed record PaxRecords(string? Path, string? LinkPath, long? Size)
{
    private const int MostDigits = 9;

    public static Parsed<PaxRecords> Parse(ReadOnlySpan<byte> text)
    {
        var records = new PaxRecords(null, null, null);

        while (!text.TrimEnd((byte)0).IsEmpty)
        {
            var blank = text[..Math.Min(text.Length, MostDigits + 1)].IndexOf((byte)' ');

            if (blank <= 0 || !int.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= blank + 1 || length > text.Length || text[length - 1] != '\n')
            {
                return Damaged();
            }

            var record = text[(blank + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');

            if (equals <= 0)
            {
                return Damaged();
            }

            if (record.StartsWith("GNU.sparse."u8))
            {
                return Parsed.Invalid<PaxRecords>("the archive has a file with holes (GNU sparse), which is not unpacked here");
            }

            var value = record[(equals + 1)..];
            var key = record[..equals];

            // The last of two counts, and an empty one takes the first one back.
            if (key.SequenceEqual("path"u8))
            {
                records = records with { Path = value.IsEmpty ? null : Encoding.UTF8.GetString(value) };
            }
            else if (key.SequenceEqual("linkpath"u8))
            {
                records = records with { LinkPath = value.IsEmpty ? null : Encoding.UTF8.GetString(value) };
            }
            else if (key.SequenceEqual("size"u8))
            {
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                {
                    return Damaged();
                }

                records = records with { Size = size };
            }

            text = text[length..];
        }

        return Parsed.Ok(records);
    }

    private static Parsed<PaxRecords> Damaged() => Parsed.Invalid<PaxRecords>("one of the tar's extended headers is damaged");
}
