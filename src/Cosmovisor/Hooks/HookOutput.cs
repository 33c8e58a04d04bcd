using Cosmovisor.Linux;

namespace Cosmovisor.Hooks;

internal static class HookOutput
{
    /// <summary>What a hook said last, for the end of an error.</summary>
    public static string Tail(CommandEnd end) => end.OutputTail.Length > 0 ? $"Its last words: {end.OutputTail}" : "It said nothing";
}
