using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Cosmovisor.Cli;

/// <summary>Options that are numbers. The library would tell of a wrong one by the name of a .NET type.</summary>
internal static class NumberOption
{
    /// <summary>A block height; null when it is not given.</summary>
    public static Option<long?> Height(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "H",
        CustomParser = result => Number(result) is >= 1 and var height ? height
            : Wrong<long?>(result, $"is not a height; a height is a whole number of 1 to {long.MaxValue}"),
    };

    /// <summary>How many of a thing; must be given.</summary>
    public static Option<int> Count(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        CustomParser = result => Number(result) is <= int.MaxValue and var count ? (int)count
            : Wrong<int>(result, $"is not a number; expected a whole number of at most {int.MaxValue}"),
    };

    private static long? Number(ArgumentResult result) =>
        long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static T? Wrong<T>(ArgumentResult result, string reason)
    {
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} \"{result.Tokens[0].Value}\" {reason}.");
        return default;
    }
}
