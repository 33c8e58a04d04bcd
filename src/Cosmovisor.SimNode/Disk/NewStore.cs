using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Disk;

/// <summary>
/// A store that this version adds. The database knows it after the first block made with it; until then the version's own plan file must
/// say that it comes.
/// </summary>
/// <remarks>
/// As in x/upgrade's store loader: the file names an upgrade of this binary, and the height of the block to be made next.
/// </remarks>
internal sealed class NewStore(Options options, string data)
{
    private readonly string _known = Path.Combine(data, "simnode.stores");

    /// <returns>What the database says; null where it opens.</returns>
    public string? Refusal(long height, PlanFile planFile)
    {
        var isNew = options.AddsStore is { } store && height > 0 && !Known().Contains(store);
        var isTold = planFile.Read() is { } plan && options.Handles.Contains(plan.Name) && plan.Height == height + 1;

        return !isNew || isTold ? null
            : (options.Era >= Era.V050 ? "panic: " : "") + Sentences.MissingStore(options.AddsStore ?? "", height, options.Era);
    }

    public void Commit()
    {
        if (options.AddsStore is { } store && !Known().Contains(store))
        {
            File.AppendAllText(_known, store + "\n");
        }
    }

    private string[] Known() => File.Exists(_known) ? File.ReadAllLines(_known) : [];
}
