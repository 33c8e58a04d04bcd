using Cosmovisor.Events;
using Cosmovisor.Plans;

namespace Cosmovisor.Staging;

/// <summary>Finds this machine's link in a plan's info, going after a link to the JSON where that is what the plan has.</summary>
/// <param name="fetch">Gets the text that a link leads to.</param>
/// <param name="news">Informed of slips.</param>
internal sealed class PlanLink(Func<string, Task<string>> fetch, INews news)
{
    /// <param name="info">The plan's info.</param>
    public async Task<DownloadUrl> FindAsync(string info)
    {
        var read = Taken(PlanInfo.Parse(info));

        if (read is PlanInfo.Elsewhere { Link: var link })
        {
            var url = Taken(DownloadUrl.Parse(link));
            read = Taken(PlanInfo.ParseJson(await fetch(link)), $" (fetched from {url.Shown})");
        }

        var binaries = (PlanInfo.Binaries)read;

        foreach (var slip in binaries.Slips)
        {
            news.Tell(new Happening.InfoMended(slip));
        }

        return Taken(DownloadUrl.Parse(Taken(binaries.LinkFor(UsableBinary.ThisMachine))));
    }

    private static T Taken<T>(Parsed<T> parsed, string where = "") =>
        parsed.IsOk(out var value, out var reason) ? value : throw new RefusedException(reason + where);
}
