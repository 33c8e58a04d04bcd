using System.Text;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Disk;

/// <summary><c>data/upgrade-info.json</c>, written in place as os.WriteFile does: a reader may see it empty or cut.</summary>
internal sealed class PlanFile(string data, Era era)
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

    // encoding/json of a Plan: an empty info is left out, and so, in 0.42, is everything but name and height.
    private byte[] Json(ChainPlan plan)
    {
        var name = Quoting.HtmlSafeJson(plan.Name);
        var info = plan.Info.Length > 0 ? $",\"info\":{Quoting.HtmlSafeJson(plan.Info)}" : "";

        return Encoding.UTF8.GetBytes(era <= Era.V042
            ? $"{{\"name\":{name},\"height\":{plan.Height}}}"
            : $"{{\"name\":{name},\"time\":\"0001-01-01T00:00:00Z\",\"height\":{plan.Height}{info}}}");
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
