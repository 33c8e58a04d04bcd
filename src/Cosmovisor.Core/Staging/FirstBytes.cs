using System.Text;

namespace Cosmovisor.Staging;

/// <summary>How the beginning of a file is shown to someone who wonders what it is.</summary>
internal static class FirstBytes
{
    private const int ToShow = 24;

    public static string Show(ReadOnlySpan<byte> first)
    {
        var shown = first[..Math.Min(ToShow, first.Length)];

        return shown.IsEmpty ? "nothing: it is empty"
            : shown.ContainsAnyExceptInRange((byte)' ', (byte)'~')
                ? $"the bytes {Convert.ToHexStringLower(shown[..Math.Min(8, shown.Length)])}"
            : $"\"{Encoding.ASCII.GetString(shown)}\"";
    }
}
