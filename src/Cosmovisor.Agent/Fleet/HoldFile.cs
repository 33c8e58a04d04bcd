using System.Text.Json;
using Cosmovisor.Agent.Files;

namespace Cosmovisor.Agent.Fleet;

/// <summary><c>cosmovisor/holds/NAME.json</c>: asks the supervisor to wait before it starts the daemon, until a time.</summary>
internal sealed class HoldFile(string root, string name)
{
    private readonly string _folder = Path.Join(root, "holds");

    private string FilePath => Path.Join(_folder, $"{name}.json");

    /// <summary>When it ends; null where there is none that can be read.</summary>
    public DateTimeOffset? Until => Reading.Of(FilePath, FilesJson.Default.HoldFacts).Value?.Until;

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string reason, DateTimeOffset until)
    {
        _ = Directory.CreateDirectory(
            _folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        var next = Path.Join(_folder, $".{name}.next");

        using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        }))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("who", "cosmovisor-agent");
            json.WriteString("reason", reason);
            json.WriteString(
                "until",
                until.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        File.Move(next, FilePath, overwrite: true);
    }

    public void Remove()
    {
        if (File.Exists(FilePath))
        {
            File.Delete(FilePath);
        }
    }
}
