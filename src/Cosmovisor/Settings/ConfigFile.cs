using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Settings;

/// <summary>The config.toml of this run: the one that was named, or else the one in the home.</summary>
internal static class ConfigFile
{
    private const long Largest = 1024 * 1024; // thirty short lines; a file that large is something else

    /// <summary>What it says; null when there is none, which costs one look and nothing of the TOML library.</summary>
    /// <param name="named">The file that <c>--cosmovisor-config</c> named; null for the home's own.</param>
    public static SettingsFile? Read(string? named)
    {
        if (named is not null)
        {
            return OperatorsFiles.NameOf(named) is var file && FileCalls.IsThere(file) ? Read(Path.GetFullPath(named), file)
                : SettingsFile.Unreadable(named, $"is not there, and {ConfigFlag.Word} names it");
        }

        return Environment.GetEnvironmentVariable(SettingTable.HomeVariable) is { Length: > 0 } home
            && HomeOf.Environment(home, Environment.GetEnvironmentVariable).ConfigFile is var path
            && FileFacts.IfReadable(path) is not null ? Read(path, path) : null;
    }

    // The name by which it can be read may be another one.
    private static SettingsFile Read(string path, string file)
    {
        // Not opened before it is looked at: a pipe would be waited for.
        var odd = !FileCalls.IsThere(file) ? "is a broken link" : Directory.Exists(file)
            ? "is a folder; expected a file" : !RegularFile.IsAt(file) ? "is not a regular file" : null;

        if (odd is not null)
        {
            return SettingsFile.Unreadable(path, odd);
        }

        try
        {
            return new FileInfo(file).Length <= Largest
                ? SettingsToml.Parse(
                    path, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(WithoutMark(File.ReadAllBytes(file))))
                : SettingsFile.Unreadable(path, $"is larger than {Largest} bytes, too large for a file of settings");
        }
        catch (DecoderFallbackException)
        {
            return SettingsFile.Unreadable(path, "is not UTF-8, which TOML must be");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return SettingsFile.Unreadable(path, $"cannot be read by {UserRecord.OwnName}: {ex.Message}");
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
}
