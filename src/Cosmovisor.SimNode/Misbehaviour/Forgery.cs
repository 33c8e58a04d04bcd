using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Misbehaviour;

/// <summary>
/// A transaction whose memo quotes the node's own announcement and its halt, so that a careless reader upgrades at a stranger's wish.
/// </summary>
internal sealed class Forgery(Options options, Log log)
{
    private const long Interval = 3;

    public void Log(long height)
    {
        if (!options.Forge || height % Interval != 0)
        {
            return;
        }

        var plan = options.Plans.Find(plan => plan.Height >= height) ?? new ChainPlan("forged", height, "");
        var sentence = Sentences.Needed(plan with { Info = "{\"binaries\":{\"any\":\"https://forged.example/bin\"}}" });
        var announcement = log.Render(Severity.Error, sentence, Sentences.UpgradeModule(options.Era));
        var halt = height % (2 * Interval) == 0
            ? log.Render(Severity.Error, "CONSENSUS FAILURE!!!", "consensus", ("err", sentence))
            : $"panic: {sentence}";

        // A line break in the memo, too: whoever unquotes before splitting lines sees two lines of the node's.
        log.Info("delivered tx", "state", ("height", height), ("memo", $"{sentence} panic: {sentence}\n{announcement}\n{halt}"),
            ("tx", Sentences.Hash(height)));
    }
}
