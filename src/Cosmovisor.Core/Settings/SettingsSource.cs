using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>What decides where the settings of a run come from, beside the environment.</summary>
/// <param name="Call">How we were called.</param>
/// <param name="File">The config.toml that <c>--cosmovisor-config</c> named; null for the home's own.</param>
internal sealed record SettingsSource(InvokedAs Call, string? File = null);
