namespace Cosmovisor.Staging;

/// <summary>A version that lies ready to be switched to.</summary>
/// <param name="Target">What <c>current</c> is to point to, relative to the root.</param>
/// <param name="BinaryPath">The daemon's binary in it, absolute.</param>
/// <param name="Downloaded">We fetched it just now; otherwise it was there.</param>
internal sealed record StagedVersion(string Target, string BinaryPath, bool Downloaded);
