namespace Cosmovisor.Settings;

/// <summary>What a config.toml says.</summary>
/// <param name="Path">Where it lies, for the operator.</param>
/// <param name="Settings">The keys we know, each with its value as it would stand in the environment.</param>
/// <param name="Complaints">What must be corrected before anything is started; then <paramref name="Settings"/> may be less than what is in
/// the file.</param>
/// <param name="Warnings">What was passed over.</param>
internal sealed record SettingsFile(
    string Path, IReadOnlyList<FileSetting> Settings, IReadOnlyList<string> Complaints, IReadOnlyList<string> Warnings)
{
    /// <summary>One that is there and cannot be read at all.</summary>
    public static SettingsFile Unreadable(string path, string reason) => Unreadable(path, [$"{path} {reason}"]);

    /// <summary>The same, for more than one reason.</summary>
    public static SettingsFile Unreadable(string path, IReadOnlyList<string> complaints) =>
        new(path, [], complaints, []) { IsReadable = false };

    /// <summary>Whether what it does not say is known: of one that cannot be read, it is not.</summary>
    public bool IsReadable { get; init; } = true;

    public FileSetting? Of(Setting setting) => Settings.FirstOrDefault(one => one.Setting == setting);
}

/// <summary>One key of a config.toml.</summary>
internal sealed record FileSetting(Setting Setting, string Value, int Line)
{
    /// <summary>Whether the key is the name it had before.</summary>
    public bool HasItsOldName { get; init; }
}
