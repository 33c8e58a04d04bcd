using System.Globalization;
using System.Text;

namespace Cosmovisor.Plans;

/// <summary>The folder name that belongs to an upgrade name, and back.</summary>
/// <remarks>
/// The rule is Go's <c>url.PathEscape</c> (net/url, mode encodePathSegment), because that is what made the folders operators already have.
/// <see cref="Uri.EscapeDataString(string)"/> differs: it escapes <c>$ &amp; + : = @</c> too.
/// </remarks>
internal static class UpgradeName
{
    // NAME_MAX of every file system a node runs on, less the room for ".staging-" and a suffix.
    private const int LongestFolderName = 200;

    /// <summary>Says why no folder can be made for <paramref name="name"/>, or null when one can.</summary>
    public static string? WhatIsWrong(string name) => name switch
    {
        "" => "the upgrade has no name",
        "." or ".." => $"the upgrade name \"{name}\" would be a folder outside upgrades/",
        _ when Escape(name).Length > LongestFolderName =>
            $"the upgrade name is too long for a folder ({Escape(name).Length} characters, at most {LongestFolderName})",
        _ => null,
    };

    public static string Escape(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var escaped = new StringBuilder(bytes.Length);

        foreach (var b in bytes)
        {
            _ = Stays(b) ? escaped.Append((char)b) : escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return escaped.ToString();
    }

    public static string Unescape(string folder) => Uri.UnescapeDataString(folder);

    private static bool Stays(byte b) =>
        char.IsAsciiLetterOrDigit((char)b) || "-_.~$&+:=@".Contains((char)b, StringComparison.Ordinal);
}
