using System.Globalization;
using System.Text.Json;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>The fields of a <see cref="NodeState"/>, in the order of <c>state.json</c>.</summary>
internal static class NodeStateWriting
{
    public static void Write(Utf8JsonWriter json, NodeState state)
    {
        json.WriteStartObject();
        json.WriteNumber("version", state.Version);
        Write(json, "at", state.At);
        Write(json, "supervisor", state.Supervisor);
        Write(json, "daemon", state.Daemon);
        Write(json, "upgrade", state.Upgrade);
        Write(json, "lastUpgrade", state.LastUpgrade);
        Write(json, "waitingFor", state.WaitingFor);
        json.WriteString("trouble", state.Trouble);
        json.WriteNumber("logLost", state.LogLost);
        json.WriteStartArray("held");

        foreach (var hold in state.Held)
        {
            json.WriteStartObject();
            json.WriteString("name", hold.Name);
            json.WriteString("who", hold.Who);
            json.WriteString("reason", hold.Reason);
            Write(json, "until", hold.Until);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, SupervisorState supervisor)
    {
        json.WriteStartObject(name);
        json.WriteNumber("pid", supervisor.Pid);
        json.WriteString("version", supervisor.Version);
        json.WriteString("contract", supervisor.Contract);
        Write(json, "started", supervisor.Started);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DaemonState daemon)
    {
        json.WriteStartObject(name);
        json.WriteString("name", daemon.Name);
        json.WriteString("version", daemon.Version);
        json.WriteString("state", daemon.State);
        Write(json, "pid", daemon.Pid);
        Write(json, "started", daemon.Started);
        json.WriteString("current", daemon.Current);
        json.WriteNumber("lives", daemon.Lives);

        if (Begins(json, "lastEnd", daemon.LastEnd) is { } end)
        {
            json.WriteNumber("code", end.Code);
            json.WriteString("signal", end.Signal);
            Write(json, "at", end.At);
            json.WriteEndObject();
        }

        json.WriteString("home", daemon.Home);
        json.WriteString("data", daemon.Data);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, UpgradeState? upgrade)
    {
        if (Begins(json, name, upgrade) is null)
        {
            return;
        }

        json.WriteString("name", upgrade!.Name);
        json.WriteNumber("height", upgrade.Height);
        json.WriteString("step", upgrade.Step);
        Write(json, "began", upgrade.Began);
        json.WriteStartArray("steps");

        foreach (var step in upgrade.Steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Step);
            Write(json, "began", step.Began);
            Write(json, "took", step.Took);
            json.WriteString("result", step.Result);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        if (Begins(json, "progress", upgrade.Progress) is { } progress)
        {
            json.WriteNumber("bytes", progress.Bytes);
            Write(json, "total", progress.Total);
            Write(json, "files", progress.Files);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, LastUpgrade? last)
    {
        if (Begins(json, name, last) is null)
        {
            return;
        }

        json.WriteString("name", last!.Name);
        json.WriteNumber("height", last.Height);
        json.WriteString("from", last.From);
        json.WriteString("to", last.To);
        Write(json, "began", last.Began);
        Write(json, "downtime", last.Downtime);
        json.WriteString("result", last.Result);

        if (last.Confirmed is { } confirmed)
        {
            json.WriteBoolean("confirmed", confirmed);
        }
        else
        {
            json.WriteNull("confirmed");
        }

        json.WriteString("signed", last.Signed);
        json.WriteBoolean("requested", last.IsRequested);
        json.WriteString("confirmation", last.Confirmation);
        Write(json, "mustPass", last.MustPass);
        Write(json, "started", last.Started);
        Write(json, "applied", last.Applied);
        Write(json, "firstBlock", last.FirstBlock);
        Write(json, "down", last.Down);
        json.WriteString("missing", last.Missing);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Downtime? down)
    {
        if (Begins(json, name, down) is null)
        {
            return;
        }

        json.WriteNumber("total", down!.Total);

        foreach (var (part, seconds) in down.Parts)
        {
            json.WriteNumber(part, seconds);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, PlanAhead? plan)
    {
        if (Begins(json, name, plan) is not null)
        {
            json.WriteString("name", plan!.Name);
            json.WriteNumber("height", plan.Height);
            json.WriteEndObject();
        }
    }

    private static T? Begins<T>(Utf8JsonWriter json, string name, T? value)
        where T : class
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteStartObject(name);
        }

        return value;
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
