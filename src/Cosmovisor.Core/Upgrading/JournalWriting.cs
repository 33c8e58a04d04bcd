using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Cosmovisor.Upgrading;

/// <summary>
/// The journal's text, a member at a time: what the serializer would write, without the half millisecond that its first use takes while a
/// chain stands still.
/// </summary>
internal static class JournalWriting
{
    public static string Write(JournalText text)
    {
        var bytes = new ArrayBufferWriter<byte>();

        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("journal", text.Format);
            json.WriteString("plan", text.Plan);
            json.WriteNumber("height", text.Height);
            json.WriteString("info", text.Info);
            json.WriteString("from", text.Start);
            json.WriteString("began", text.Began);
            json.WriteStartArray("steps");

            foreach (var step in text.Steps)
            {
                Write(json, step);
            }

            json.WriteEndArray();
            IfThere(json, "planFile", text.PlanFile);

            if (text.FirstBlock is { } block)
            {
                json.WriteNumber("firstBlock", block);
            }

            if (text.Request is { } request)
            {
                json.WriteStartObject("request");
                json.WriteString("id", request.Id);
                json.WriteBoolean("takeBack", request.TakeBack);
                json.WriteEndObject();
            }

            IfThere(json, "result", text.Result);
            IfThere(json, "ended", text.Ended);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, StepEntry step)
    {
        json.WriteStartObject();
        json.WriteString("step", step.Step.ToString());
        json.WriteNumber("tries", step.Tries);
        json.WriteString("began", step.Began);
        IfThere(json, "ended", step.Ended);
        IfThere(json, "left", step.Left);
        IfThere(json, "trouble", step.Trouble);
        IfThere(json, "killed", step.Killed);
        json.WriteEndObject();
    }

    private static void IfThere(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void IfThere(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } there)
        {
            json.WriteString(name, there);
        }
    }

    private static void IfThere(Utf8JsonWriter json, string name, bool? isSo)
    {
        if (isSo is { } there)
        {
            json.WriteBoolean(name, there);
        }
    }
}
