using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Logging;

namespace Cosmovisor.Settings;

/// <summary>What a setting's value must look like, in the environment and in config.toml alike.</summary>
/// <param name="Expected">How config.toml may write it, as the end of "expected …".</param>
/// <param name="WhatIsWrong">Null for a good value, or the end of the sentence "DAEMON_HOME …".</param>
internal sealed record ValueFormat(string Expected, Func<string, string?> WhatIsWrong)
{
    private const string AText = "a text in quotes";
    private const string ADuration = "a duration in quotes, such as \"15s\", or a number of nanoseconds";

    public static ValueFormat TrueOrFalse { get; } = new("true or false", value =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : $"must be true or false, not \"{value}\"")
    { IsTruth = true };

    public static ValueFormat WholeNumber { get; } = new("a whole number", value =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"must be a whole number of 0 or more, not \"{value}\"")
    { OfInteger = InDigits };

    public static ValueFormat AtLeastOne { get; } = new("a whole number", value =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= int.MaxValue * 4096L ? null
        : $"must be a whole number of 1 or more, not \"{value}\"")
    { OfInteger = InDigits };

    // As the Go versions: none is written by leaving it out.
    public static ValueFormat Duration { get; } = new(ADuration, value => WrongTime(value, leastTicks: 1)) { OfInteger = OfNanoseconds };

    public static ValueFormat DurationOrZero { get; } = new(ADuration, value => WrongTime(value, leastTicks: 0)) { OfInteger = OfNanoseconds };

    public static ValueFormat LookInterval { get; } = new(ADuration, value =>
        WrongTime(value, leastTicks: 0) ?? (GoDuration.Parse(value).IsOk(out var time, out _) && time > TimeSpan.Zero && time < TimeSpan.FromSeconds(1) ? $"must be 1s or more, or 0s for never, not \"{value}\"" : null))
    { OfInteger = OfNanoseconds };

    public static ValueFormat RpcAddresses { get; } = new(AText, value =>
        value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(url => RpcAddress.ParseUrl(url).IsOk(out _, out var reason) ? null : $"must be a list of addresses: {reason}").FirstOrDefault(wrong => wrong is not null));

    public static ValueFormat PackageName { get; } = new(AText, value =>
        value.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) ? null : $"must be the name of a protobuf package, such as cosmos.gov, not \"{value}\"");

    public static ValueFormat AbsolutePath { get; } = new(AText, value => value switch
    {
        "" => "is not set",
        _ when !Path.IsPathFullyQualified(value) => $"must be an absolute path, not \"{value}\"",
        _ when HasZero(value) => "must be a path, and holds a zero byte",
        _ => null,
    })
    { IsPath = true };

    public static ValueFormat PathInRoot { get; } = new(AText, value =>
        Path.IsPathRooted(value) ? $"must be a path below cosmovisor/ and is taken from there, not the absolute \"{value}\": put the file into cosmovisor/ and write {Path.GetFileName(value)}"
        : value.Split('/').Contains("..") ? $"must be a path below cosmovisor/, not \"{value}\""
        : null)
    { IsPath = true };

    public static ValueFormat FileName { get; } = new(AText, value => value switch
    {
        "" => "is not set",
        "." or ".." => $"must be the file name of a binary, not \"{value}\"",
        _ when value.Contains('/', StringComparison.Ordinal) => $"must be a file name without a folder, not \"{value}\"",
        _ => null,
    })
    { IsPath = true };

    public static ValueFormat LineOfShell { get; } = new(AText, value => value switch
    {
        _ when value.Trim().Length == 0 => $"must be a command, not \"{value}\"; leave it out for none",
        _ when HasZero(value) => "must be a line of shell, and holds a zero byte",
        _ => null,
    })
    { IsFreeText = true };

    public static ValueFormat AnyText { get; } = new(AText, value => HasZero(value) ? "must be a text, and holds a zero byte" : null) { IsFreeText = true };

    public static ValueFormat BackupModeName { get; } = new(AText, value => BackupModes.Parse(value).IsOk(out _, out var reason) ? null : reason);

    public static ValueFormat TimeFormatName { get; } = new(AText, value => TimeFormat.Parse(value).IsOk(out _, out var reason) ? null : reason);

    public static ValueFormat SdkOrClassic { get; } = new(AText, value => value is "sdk" or "classic" ? null : $"must be sdk or classic, not \"{value}\"");

    /// <summary>How a whole number of config.toml would stand in the environment; null when this form has no use for one.</summary>
    public Func<long, string>? OfInteger { get; init; }

    /// <summary>Whether it is a path, or a part of one.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether it may hold anything, quotes too.</summary>
    public bool IsFreeText { get; init; }

    /// <summary>Whether config.toml may have it without quotes, as true or false.</summary>
    public bool IsTruth { get; init; }

    private static string? WrongTime(string value, long leastTicks) =>
        !GoDuration.Parse(value).IsOk(out var time, out var reason) ? $"must be a duration: {reason}"
        : time.Ticks >= leastTicks ? null
        : $"must be a duration {(leastTicks == 0 ? "of 0 or more" : time.Ticks == 0 && value.ContainsAnyInRange('1', '9') ? "of at least 100ns" : "above 0")}, not \"{value}\"";

    private static string InDigits(long number) => number.ToString(CultureInfo.InvariantCulture);

    // The Go versions write 0 for what nobody has set. What is no whole tick of ours stays as it was written: a complaint has to quote it.
    private static string OfNanoseconds(long number) =>
        number == 0 ? ""
        : number % TimeSpan.NanosecondsPerTick == 0 ? GoDuration.Text(TimeSpan.FromTicks(number / TimeSpan.NanosecondsPerTick))
        : $"{InDigits(number)}ns";

    private static bool HasZero(string value) => value.Contains('\0', StringComparison.Ordinal);
}
