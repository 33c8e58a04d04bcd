using Cosmovisor.Disk;
using Cosmovisor.Events;

namespace Cosmovisor.Chain;

/// <summary>The halt height that an operator has written into the node's own <c>config/app.toml</c>.</summary>
/// <param name="nodeHome">Holds <c>config/</c>.</param>
/// <param name="news">Informed where the file cannot be understood.</param>
internal sealed class AppTomlHaltHeight(string nodeHome, INews news)
{
    /// <returns>Null when there is none.</returns>
    public long? Read()
    {
        var path = Path.Join(nodeHome, "config", "app.toml");

        if (!Look(path).IsOk(out var settings, out var reason))
        {
            news.Tell(new Happening.NodeSettingsUnreadable(path, reason));
            return null;
        }

        return settings.HaltHeight;
    }

    private static Parsed<AppToml> Look(string path) => !Path.Exists(path) ? Parsed.Ok(new AppToml(HaltHeight: null))
        : BoundedFile.ReadText(path).IsOk(out var text, out var reason) ? AppToml.Parse(text)
        : Parsed.Invalid<AppToml>($"it {reason}");
}
