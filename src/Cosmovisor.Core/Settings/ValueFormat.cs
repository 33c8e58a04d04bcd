using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Logging;

namespace Cosmovisor.Settings;

/// <summary>What a setting's value must look like, in the environment and in config.toml alike.</summary>
/// <param name="Expected">How config.toml may write it, as the end of "expected …".</param>
internal abstract record ValueFormat(string Expected)
{
    private const string AText = "a text in quotes";
    private const string ADuration = "a duration in quotes, such as \"15s\", or a number of nanoseconds";

    public static ValueFormat<bool> TrueOrFalse { get; } = new("true or false", value =>
        bool.TryParse(value, out var truth) && value.Length == value.Trim().Length ? Parsed.Ok(truth)
            : Parsed.Invalid<bool>($"must be true or false, not \"{value}\""))
    { IsTruth = true };

    public static ValueFormat<int> WholeNumber { get; } = new("a whole number", value =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Parsed.Ok(number)
            : Parsed.Invalid<int>($"must be a whole number of 0 or more, not \"{value}\""))
    { OfInteger = InDigits };

    public static ValueFormat<long> AtLeastOne { get; } = new("a whole number", value =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= int.MaxValue * 4096L
            ? Parsed.Ok(number)
        : Parsed.Invalid<long>($"must be a whole number of 1 or more, not \"{value}\""))
    { OfInteger = InDigits };

    // As the Go versions: none is written by leaving it out.
    public static ValueFormat<TimeSpan> Duration { get; } = new(ADuration, Time, (
        time, value) => TooShort(time, value, leastTicks: 1))
    { OfInteger = OfNanoseconds };

    public static ValueFormat<TimeSpan> DurationOrZero { get; } = new(ADuration, Time, (
        time, value) => TooShort(time, value, leastTicks: 0))
    { OfInteger = OfNanoseconds };

    public static ValueFormat<TimeSpan> LookInterval { get; } = new(ADuration, Time, (time, value) =>
        TooShort(time, value, leastTicks: 0)
            ?? (time > TimeSpan.Zero && time < TimeSpan.FromSeconds(1) ? $"must be 1s or more, or 0s for never, not \"{value}\"" : null))
    { OfInteger = OfNanoseconds };

    public static ValueFormat<string> NodeRpcAddress { get; } =
        Text(value => RpcAddress.ParseOwn(value).IsOk(out _, out var wrong) ? null : wrong) with { Shown = RpcAddress.Shown };

    public static ValueFormat<IReadOnlyList<string>> RpcAddresses { get; } = new(AText, value =>
    {
        var addresses = value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wrong = addresses.Select((url, i) => RpcAddress.ParseUrl(url).IsOk(out _, out var reason)
            ? null : addresses.Length == 1 ? reason : $"number {i + 1}: {reason}").FirstOrDefault(reason => reason is not null);
        return wrong is null ? Parsed.Ok<IReadOnlyList<string>>(addresses)
            : Parsed.Invalid<IReadOnlyList<string>>($"must be a list of addresses: {wrong}");
    })
    { Shown = RpcAddress.Shown };

    public static ValueFormat<string> PackageName { get; } = Text(value =>
        value.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) ? null
            : $"must be the name of a protobuf package, such as cosmos.gov, not \"{value}\"");

    public static ValueFormat<string> AbsolutePath { get; } = Text(value => value switch
    {
        "" => "is not set",
        _ when !Path.IsPathFullyQualified(value) => $"must be an absolute path, not \"{value}\"",
        _ when HasZero(value) => "must be a path, and holds a zero byte",
        _ => null,
    }) with
    { IsPath = true };

    public static ValueFormat<string> PathInRoot { get; } = Text(value =>
        Path.IsPathRooted(value)
            ? $"must be a path below cosmovisor/ and is taken from there, not the absolute \"{value}\": put the file into cosmovisor/ and write {Path.GetFileName(value)}"
        : value.Split('/').Contains("..") ? $"must be a path below cosmovisor/, not \"{value}\""
        : null) with
    { IsPath = true };

    public static ValueFormat<string> FileName { get; } = Text(value => value switch
    {
        "" => "is not set",
        "." or ".." => $"must be the file name of a binary, not \"{value}\"",
        _ when value.Contains('/', StringComparison.Ordinal) => $"must be a file name without a folder, not \"{value}\"",
        _ => null,
    }) with
    { IsPath = true };

    public static ValueFormat<string> LineOfShell { get; } = Text(value => value switch
    {
        _ when value.Trim().Length == 0 => $"must be a command, not \"{value}\"; leave it out for none",
        _ when HasZero(value) => "must be a line of shell, and holds a zero byte",
        _ => null,
    }) with
    { IsFreeText = true };

    public static ValueFormat<string> AnyText { get; } =
        Text(value => HasZero(value) ? "must be a text, and holds a zero byte" : null) with { IsFreeText = true };

    public static ValueFormat<BackupMode> BackupModeName { get; } = new(AText, BackupModes.Parse);

    public static ValueFormat<LogPlace> LogPlaceName { get; } = new(AText, LogPlaces.Parse);

    public static ValueFormat<TimeFormat> TimeFormatName { get; } = new(AText, TimeFormat.Parse);

    public static ValueFormat<string> SdkOrClassic { get; } =
        Text(value => value is "sdk" or "classic" ? null : $"must be sdk or classic, not \"{value}\"");

    /// <summary>How a whole number of config.toml would stand in the environment; null when this form has no use for one.</summary>
    public Func<long, string>? OfInteger { get; init; }

    /// <summary>Whether it is a path, or a part of one.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether it may hold anything, quotes too.</summary>
    public bool IsFreeText { get; init; }

    /// <summary>Whether config.toml may have it without quotes, as true or false.</summary>
    public bool IsTruth { get; init; }

    /// <summary>How a value is shown that may hold a secret; null where it may be shown as it is.</summary>
    public Func<string, string>? Shown { get; init; }

    /// <summary>Null for a good value, or the end of the sentence "DAEMON_HOME …".</summary>
    public abstract string? WhatIsWrong(string value);

    private static ValueFormat<string> Text(Func<string, string?> whatIsWrong) =>
        new(AText, value => whatIsWrong(value) is { } wrong ? Parsed.Invalid<string>(wrong) : Parsed.Ok(value));

    private static Parsed<TimeSpan> Time(string value) => GoDuration.Parse(value).IsOk(out var time, out var reason) ? Parsed.Ok(time)
        : Parsed.Invalid<TimeSpan>($"must be a duration: {reason}");

    private static string? TooShort(TimeSpan time, string value, long leastTicks) =>
        time.Ticks >= leastTicks ? null
        : $"must be a duration {(leastTicks == 0 ? "of 0 or more" : time.Ticks == 0 && value.ContainsAnyInRange('1', '9') ? "of at least 100ns" : "above 0")}, not \"{value}\"";

    private static string InDigits(long number) => number.ToString(CultureInfo.InvariantCulture);

    // The Go versions write 0 for what nobody has set. What is no whole tick of ours stays as it was written: a complaint has to quote it.
    private static string OfNanoseconds(long number) =>
        number == 0 ? ""
        : number % TimeSpan.NanosecondsPerTick == 0 ? GoDuration.Text(TimeSpan.FromTicks(number / TimeSpan.NanosecondsPerTick))
        : $"{InDigits(number)}ns";

    private static bool HasZero(string value) => value.Contains('\0', StringComparison.Ordinal);
}

/// <summary>The same, and what the value is once it has been read.</summary>
/// <param name="Expected">How config.toml may write it.</param>
/// <param name="Read">From text to value, or what is wrong.</param>
/// <param name="Refuses">What an operator may not say though it can be read, as a delay of 0; a default may.</param>
internal sealed record ValueFormat<T>(string Expected, Func<string, Parsed<T>> Read, Func<T, string, string?>? Refuses = null)
    : ValueFormat(Expected)
{
    public override string? WhatIsWrong(string value) =>
        Read(value).IsOk(out var read, out var reason) ? Refuses?.Invoke(read, value) : reason;
}
