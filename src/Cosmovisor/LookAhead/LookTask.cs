using System.Text.Json;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>
/// The child's side of a look ahead. It reads no foreign byte itself: for that it starts children of its own, behind their limits.
/// </summary>
internal static class LookTask
{
    public const string Name = "look-ahead";

    public static async Task<JsonElement> RunAsync(byte[] request, TaskOutput output)
    {
        var asked = JsonSerializer.Deserialize(request, LookJson.Default.LookRequest) ?? throw new RefusedException("the request is empty");
        var settings = CheckedSettings.Read(asked.Source);
        var outlook = await Looking.For(settings, asked.Watched, output, mayReuse: true).RunAsync(CancellationToken.None);

        return JsonSerializer.SerializeToElement(
            new LookAnswer(outlook.Node is { IsReachable: true, Height: var height } ? height : null, outlook.NextLook is { } next
                ? (next - outlook.At).TotalSeconds : 0)
            { Upgrade = NextUpgrade.Of(outlook) },
            LookJson.Default.LookAnswer);
    }
}
