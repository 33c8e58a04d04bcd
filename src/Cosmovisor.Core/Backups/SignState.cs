using System.Globalization;
using System.Text.Json;

namespace Cosmovisor.Backups;

/// <summary>How far a validator has signed, as CometBFT keeps it in priv_validator_state.json.</summary>
/// <remarks>
/// A node that forgets what it signed may sign something else at the same height, round and step, and be slashed for it for ever.
/// </remarks>
internal sealed record SignState(long Height, long Round, long Step)
{
    public const string FileName = "priv_validator_state.json";

    /// <summary>CometBFT writes the height as a string and the rest as numbers; all are read either way.</summary>
    public static Parsed<SignState> Parse(ReadOnlyMemory<byte> json) => ForeignJson.Read(json, state =>
        state.ValueKind != JsonValueKind.Object
            ? Parsed.Invalid<SignState>("it is not a JSON object")
            : (Number(state, "height"), Number(state, "round"), Number(state, "step")) switch
            {
                ({ } height, { } round, { } step) => Parsed.Ok(new SignState(height, round, step)),
                (null, _, _) => Parsed.Invalid<SignState>("it has no whole number \"height\""),
                (_, null, _) => Parsed.Invalid<SignState>("it has no whole number \"round\""),
                _ => Parsed.Invalid<SignState>("it has no whole number \"step\""),
            });

    public bool IsAfter(SignState other) => (Height, Round, Step).CompareTo((other.Height, other.Round, other.Step)) > 0;

    public override string ToString() => $"height {Height}, round {Round}, step {Step}";

    // A field that is missing is 0: Go leaves zeros out of JSON where "omitempty" is written.
    private static long? Number(JsonElement state, string name) =>
        !state.TryGetProperty(name, out var value) ? 0
        : value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) && number >= 0 => number,
            JsonValueKind.String
                when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
}
