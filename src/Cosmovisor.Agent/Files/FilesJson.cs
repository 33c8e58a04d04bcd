using System.Text.Json.Serialization;

namespace Cosmovisor.Agent.Files;

/// <summary>Reading of the home's files without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HomeState))]
[JsonSerializable(typeof(HomeOutlook))]
[JsonSerializable(typeof(HoldFacts))]
internal sealed partial class FilesJson : JsonSerializerContext;
