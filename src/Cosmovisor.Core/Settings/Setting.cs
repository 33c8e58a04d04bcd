using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>One thing the operator can set. The reader, <c>config</c>, the help and the docs all come from this row.</summary>
/// <param name="Variable">The environment variable; in lower case it is the key in config.toml.</param>
/// <param name="Default">Its value when it is not set, in the classic contract.</param>
/// <param name="Summary">What it is for, in one line of the help.</param>
internal abstract record Setting(string Variable, string Default, string Summary)
{
    /// <summary>What its value must look like.</summary>
    public abstract ValueFormat Form { get; }

    /// <summary>The name it had before, which is still understood, with a warning.</summary>
    public string? OldVariable { get; init; }

    /// <summary>Its value when it is not set, where the sdk contract differs.</summary>
    public string? SdkDefault { get; init; }

    /// <summary>Whether a variable that is there and empty says something. For every other setting it is the same as none.</summary>
    public bool EmptyCounts { get; init; }

    /// <summary>Why it has no effect, for one that is accepted because the Go versions have it.</summary>
    public string? Unused { get; init; }

    /// <summary>Its name in config.toml.</summary>
    public string Key => Variable.ToLowerInvariant();

    public bool IsCalled(string name) =>
        Variable.Equals(name, StringComparison.OrdinalIgnoreCase) || name.Equals(OldVariable, StringComparison.OrdinalIgnoreCase);

    public string DefaultIn(Contract contract) => contract == Contract.Sdk && SdkDefault is { } sdk ? sdk : Default;

    /// <summary>Null for a good value, or the end of the sentence "DAEMON_HOME …".</summary>
    public string? WhatIsWrong(string value) =>
        ValueSlips.Find(Form, value) is { } slip ? slip
        : Form.WhatIsWrong(value) is not { } wrong ? null
        : Form == ValueFormat.Duration && GoDuration.Parse(value) is Parsed<TimeSpan>.Ok
            ? $"{wrong}; leave it out for {(Default is "0s" ? "none" : Default)}"
        : wrong;

    /// <summary>Whether a variable or a key with this value says anything.</summary>
    public bool IsGivenBy(string? value) => value is { Length: > 0 } || (EmptyCounts && value is not null);

    /// <summary>Text that was found right, or a default, as the value it stands for.</summary>
    public abstract object Read(string text);
}

/// <summary>The same, and what it is once it has been read.</summary>
/// <param name="Variable">The environment variable.</param>
/// <param name="Default">Its value when it is not set, in the classic contract.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Format">From its text to its value.</param>
internal sealed record Setting<T>(string Variable, string Default, string Summary, ValueFormat<T> Format)
    : Setting(Variable, Default, Summary)
    where T : notnull
{
    public override ValueFormat Form => Format;

    public override object Read(string text) => Format.Read(text).IsOk(out var value, out var reason) ? value
        : throw new InvalidOperationException($"{Variable} was checked, and {reason}");
}
