using System.Globalization;
using System.Text;
using System.Text.Json;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Disk;

/// <summary><c>data/upgrade-info.json</c>, written in place as os.WriteFile does: a reader may see it empty or cut.</summary>
internal sealed class PlanFile(string data, Options options)
{
    private readonly string _path = Path.Combine(data, "upgrade-info.json");

    public void Write(ChainPlan plan) => Append(Json(plan), FileMode.Create);

    /// <summary>Half of it, closed; then, after the pause, the rest.</summary>
    public void WriteInHalves(ChainPlan plan, TimeSpan pause)
    {
        var json = Json(plan);
        Append(json.AsSpan(..(json.Length / 2)), FileMode.Create);
        Thread.Sleep(pause);
        Append(json.AsSpan((json.Length / 2)..), FileMode.Append);
    }

    /// <returns>The name and height that stand there, or null.</returns>
    public (string Name, long Height)? Read()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_path));
            var (name, height) = (document.RootElement.GetProperty("name").GetString(), document.RootElement.GetProperty("height"));
            return name is null ? null : (name, height.ValueKind is JsonValueKind.String
                ? long.Parse(height.GetString()!, CultureInfo.InvariantCulture) : height.GetInt64());
        }
        catch (Exception ex) when (ex is IOException
            or JsonException
            or InvalidOperationException
            or KeyNotFoundException
            or FormatException)
        {
            // A node takes a file that it cannot read for none.
            return null;
        }
    }

    // encoding/json of a Plan: an empty info is left out.
    private byte[] Json(ChainPlan plan)
    {
        var name = Quoting.HtmlSafeJson(plan.Name);
        var hasInfo = (options.PlanFileInfo ?? options.Era.PlanFileHasInfo()) && plan.Info.Length > 0;
        var info = hasInfo ? $",\"info\":{Quoting.HtmlSafeJson(plan.Info)}" : "";

        var time = options.Era.PlanFileHasTime() ? ",\"time\":\"0001-01-01T00:00:00Z\"" : "";

        return Encoding.UTF8.GetBytes($"{{\"name\":{name}{time},\"height\":{plan.Height}{info}}}");
    }

    private void Append(ReadOnlySpan<byte> bytes, FileMode mode)
    {
        using var file = new FileStream(_path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(bytes);
    }
}
