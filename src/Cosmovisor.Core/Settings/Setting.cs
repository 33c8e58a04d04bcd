using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>One thing the operator can set. The reader, <c>cosmovisorctl config</c>, the help and the docs all come from this row.</summary>
/// <param name="Variable">The environment variable.</param>
/// <param name="Default">Its value when it is not set, in the classic contract.</param>
/// <param name="Summary">What it is for, in one line of the help.</param>
/// <param name="WhatIsWrong">Null for a good value, or the end of the sentence "DAEMON_HOME …".</param>
internal sealed record Setting(string Variable, string Default, string Summary, Func<string, string?> WhatIsWrong)
{
    /// <summary>Its value when it is not set, where the sdk contract differs.</summary>
    public string? SdkDefault { get; init; }

    public string DefaultIn(Contract contract) => contract == Contract.Sdk && SdkDefault is { } sdk ? sdk : Default;
}

/// <summary>A setting as it is in force.</summary>
/// <param name="Setting">Which.</param>
/// <param name="Value">What holds.</param>
/// <param name="Origin">Where it came from: "environment" or "default".</param>
internal sealed record SettingInForce(Setting Setting, string Value, string Origin);
