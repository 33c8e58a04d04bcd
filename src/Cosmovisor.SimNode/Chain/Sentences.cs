using System.Globalization;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>The chain's own sentences, letter by letter as x/upgrade and baseapp write them.</summary>
internal static class Sentences
{
    public static string Needed(ChainPlan plan) => $"UPGRADE \"{plan.Name}\" NEEDED at height: {plan.Height}: {plan.Info}";

    public static string Skipped(ChainPlan plan) => $"UPGRADE \"{plan.Name}\" SKIPPED at {plan.Height}: {plan.Info}";

    public static string Applied(ChainPlan plan) => $"applying upgrade \"{plan.Name}\" at height: {plan.Height}";

    public static string TooEarly(ChainPlan plan, Era era) =>
        $"BINARY UPDATED BEFORE TRIGGER! UPGRADE \"{plan.Name}\" - in binary but not executed on chain"
            + (era >= Era.V047 ? ". Downgrade your binary" : "");

    public static string MissingPast(string name, Era era) =>
        $"{(era >= Era.V050 ? 'w' : 'W')}rong app version 0, upgrade handler is missing for {name} upgrade plan";

    // The longer form is the one that was seen of a node that halted while catching up.
    public static string HaltHeight(Options options) =>
        (options.Halt is HaltManner.Panic ? "failed to finalize block: " : "")
            + $"halt per configuration height {options.HaltHeight} time 0";

    /// <summary>The module under whose name x/upgrade logs.</summary>
    public static string UpgradeModule(Era era) => era switch
    {
        < Era.V050 => ServerModule(era),
        _ => "x/upgrade",
    };

    /// <summary>The module of the server's own lines; from 0.40 to 0.46 they had none.</summary>
    public static string ServerModule(Era era) => era switch
    {
        Era.V038 => "main",
        <= Era.V046 => "",
        _ => "server",
    };

    /// <summary>What a database says of a store that nobody has told it of.</summary>
    public static string MissingStore(string store, long height, Era era) =>
        $"failed to load latest version: version of store {store} mismatch root store's version; expected {height} got 0"
        + (era >= Era.V050 ? "; new stores should be added using StoreUpgrades" : "");

    /// <summary>A hash that looks like one and depends on the height alone.</summary>
    public static string Hash(long height)
    {
        var mixed = (ulong)height;
        Span<char> hash = stackalloc char[64];

        for (var at = 0; at < hash.Length; at += 16)
        {
            mixed = (mixed + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
            mixed ^= mixed >> 29;
            _ = mixed.TryFormat(hash[at..], out _, "X16", CultureInfo.InvariantCulture);
        }

        return hash.ToString();
    }
}
