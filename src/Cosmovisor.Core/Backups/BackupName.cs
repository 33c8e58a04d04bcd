using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>What a backup's folder is called, by the habits of either contract.</summary>
internal static class BackupName
{
    /// <summary>
    /// The classic contract: one folder per plan, under <c>cosmovisor/backups</c>; numbered where a backup of something else has that name.
    /// </summary>
    public static IEnumerable<string> Classic(string planName)
    {
        var plan = UpgradeName.Escape(planName);
        yield return plan;

        for (var number = 2; ; number++)
        {
            yield return $"{plan}-{number}";
        }
    }

    /// <summary>The sdk contract: one folder per day, then per plan, then numbered. The first one nobody else has is taken.</summary>
    /// <remarks>Without leading zeros, as the SDK's cosmovisor writes it: 5 January 2026 is <c>data-backup-2026-1-5</c>.</remarks>
    public static IEnumerable<string> Sdk(string planName, DateOnly today)
    {
        var day = $"{SdkPrefix}{today.Year}-{today.Month}-{today.Day}";
        yield return day;

        var plan = $"{day}-{UpgradeName.Escape(planName)}";
        yield return plan;

        for (var number = 2; ; number++)
        {
            yield return $"{plan}-{number}";
        }
    }

    public const string SdkPrefix = "data-backup-";
}
