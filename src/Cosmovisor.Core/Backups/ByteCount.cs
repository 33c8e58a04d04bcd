
namespace Cosmovisor.Backups;

/// <summary>A number of bytes as an operator reads it.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);

        while (value >= 1024 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return $"{Math.Round(value, unit == 0 ? 0 : 1)} {Units[unit]}";
    }
}
