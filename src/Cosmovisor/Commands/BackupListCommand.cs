using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Backups;
using Cosmovisor.Home;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl backup list [--json]</c>.</summary>
internal sealed class BackupListCommand(DaemonHome home, BackupSettings settings, TextWriter output)
{
    public int Run(bool json)
    {
        var lines = new BackupStore(home, settings.Placing).All().Select(Line).ToArray();

        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(lines, BackupListJson.Default.BackupListLineArray));
        }
        else if (lines.Length == 0)
        {
            output.WriteLine("no backups");
        }
        else
        {
            Table(lines);
        }

        return 0;
    }

    private void Table(BackupListLine[] lines)
    {
        var name = Math.Max("NAME".Length, lines.Max(line => line.Name.Length));
        output.WriteLine($"{"NAME".PadRight(name)}  {"STATE",-10}  {"TAKEN",-20}  {"FILES",8}  {"SIZE",10}  {"HEIGHT",12}  CURRENT");

        foreach (var line in lines)
        {
            output.WriteLine($"{line.Name.PadRight(name)}  {line.State,-10}  {line.Taken?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",-20}  {line.Files?.ToString(CultureInfo.InvariantCulture) ?? "-",8}  {(line.Bytes is { } bytes ? ByteCount.Text(bytes) : "-"),10}  {line.Height?.ToString(CultureInfo.InvariantCulture) ?? "-",12}  {line.Current ?? "-"}");
        }
    }

    private static BackupListLine Line(StoredBackup backup) => new()
    {
        Name = backup.Folder.Name,
        State = backup.State,
        Plan = backup.Header?.Plan,
        Height = backup.Header?.Height,
        Taken = backup.Header?.Taken,
        Files = backup.Header?.Files,
        Bytes = backup.Header?.Bytes,
        Mode = backup.Header?.Mode,
        Current = backup.Header?.Current,
        Snapshot = backup.Header?.Snapshot,
        Folder = backup.Folder.Data,
        Remark = backup.IsHalf ? $"not in it: the databases of {string.Join(", ", backup.Header!.Elsewhere!)}"
            : backup.IsWhole || backup.IsSnapshot ? null
            : backup.Trouble,
    };
}

/// <summary>One backup, as <c>backup list --json</c> shows it.</summary>
internal sealed record BackupListLine
{
    public required string Name { get; init; }

    public required string State { get; init; }

    public string? Plan { get; init; }

    public long? Height { get; init; }

    public DateTimeOffset? Taken { get; init; }

    public long? Files { get; init; }

    public long? Bytes { get; init; }

    public string? Mode { get; init; }

    public string? Current { get; init; }

    public string? Snapshot { get; init; }

    public required string Folder { get; init; }

    public string? Remark { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(BackupListLine[]))]
internal sealed partial class BackupListJson : JsonSerializerContext;
