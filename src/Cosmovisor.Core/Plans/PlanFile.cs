using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cosmovisor.Plans;

/// <summary>The chain's own <c>data/upgrade-info.json</c>, written by x/upgrade when it halts (SDK 0.41 and later).</summary>
/// <remarks>Source: x/upgrade/keeper, DumpUpgradeInfoToDisk. Go matches field names in any case, and so do we.</remarks>
internal static class PlanFile
{
    public static Parsed<UpgradePlan> Parse(ReadOnlyMemory<byte> json) => ForeignJson.Read(json, Check);

    /// <summary>As the SDK writes it.</summary>
    public static string Text(UpgradePlan plan)
    {
        using var text = new MemoryStream();

        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("name", plan.Name);
            json.WriteNumber("height", plan.Height);
            json.WriteString("info", plan.Info);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>One plan among others.</summary>
    public static Parsed<UpgradePlan> Parse(JsonElement plan) => Check(plan);

    private static Parsed<UpgradePlan> Check(JsonElement plan) => (Text(Member(plan, "name")), Height(Member(plan, "height"))) switch
    {
        (null or "", _) => Parsed.Invalid<UpgradePlan>("it has no name"),
        (var name, null or <= 0) => Parsed.Invalid<UpgradePlan>($"its plan \"{name}\" needs a whole height above 0"),
        var (name, height) => UpgradePlan.Create(name, height.Value, Text(Member(plan, "info")) ?? ""),
    };

    /// <summary>A member's text; null when it is none.</summary>
    public static string? Text(JsonElement? member)
    {
        try
        {
            return member is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair: JSON allows it, no text does
        }
    }

    // The SDK writes the height as a number; protobuf's JSON, which later versions go through, maps every int64 to a string. Take both.
    private static long? Height(JsonElement? member) => member switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var height) => height,
        { ValueKind: JsonValueKind.String } =>
            long.TryParse(Text(member), NumberStyles.None, CultureInfo.InvariantCulture, out var height) ? height : null,
        _ => null,
    };

    /// <summary>The member of that name in any case, the last of several; null when there is none.</summary>
    public static JsonElement? Member(JsonElement plan, string name)
    {
        if (plan.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonElement? found = null;

        foreach (var property in plan.EnumerateObject())
        {
            if (NameOf(property)?.Equals(name, StringComparison.OrdinalIgnoreCase) == true)
            {
                found = property.Value;
            }
        }

        return found;
    }

    /// <summary>A member's name; null when it is not text.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // no text, and so no name of ours; Go reads on, too
        }
    }
}
