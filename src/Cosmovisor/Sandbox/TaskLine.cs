using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Logging;

namespace Cosmovisor.Sandbox;

/// <summary>One line of what the child of a task says. It has seen foreign bytes: this is foreign text.</summary>
internal sealed record TaskLine
{
    /// <summary>How far it is.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>Something for our log.</summary>
    public TaskRemark? Remark { get; init; }

    /// <summary>The last line of a task that went well.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>The last line of one that did not: why, as a sentence.</summary>
    public string? Refused { get; init; }
}

/// <summary>How far a task is.</summary>
/// <param name="Done">Bytes.</param>
/// <param name="Total">Of them, where that is known.</param>
internal sealed record TaskProgress(long Done, long? Total);

/// <summary>A line for our log.</summary>
/// <param name="Level">How grave it is; at most a warning, whatever it says.</param>
/// <param name="Message">The same words each time.</param>
/// <param name="Fields">What differs: a name and a value, one behind the other.</param>
/// <param name="Event">Its name, where it is an event too.</param>
internal sealed record TaskRemark(LogLevel Level, string Message, IReadOnlyList<string> Fields, string? Event = null);

/// <summary>Reading and writing of <see cref="TaskLine"/> without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskLine))]
internal sealed partial class TaskLineJson : JsonSerializerContext;
