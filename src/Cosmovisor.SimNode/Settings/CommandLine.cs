namespace Cosmovisor.SimNode.Settings;

/// <summary>What was typed: options, then the command, then what belongs to the command.</summary>
/// <remarks><see cref="Complaint"/> says what is wrong with it, or is null.</remarks>
internal sealed record CommandLine(Options Options, string Command, string[] Rest, string? Complaint)
{
    /// <summary>The value of an option behind the command, as <c>--name value</c> or <c>--name=value</c>.</summary>
    public string? Value(string name)
    {
        var at = Array.FindIndex(Rest, word => word == name || word.StartsWith(name + "=", StringComparison.Ordinal));

        return at < 0 ? null
            : Rest[at].Length > name.Length ? Rest[at][(name.Length + 1)..]
            : at + 1 < Rest.Length ? Rest[at + 1]
            : null;
    }

    public string Home => Value("--home") ?? Options.Home;
}
