using System.Text.Json;
using Cosmovisor.Linux;

namespace Cosmovisor.Hooks;

/// <summary>Looks at a genesis file without taking it into memory: those of old chains have a gigabyte.</summary>
internal static class GenesisFile
{
    private const int BufferSize = 1024 * 1024;

    /// <returns>Null for a whole JSON object with a chain_id, or the end of the sentence "… is not a genesis file:".</returns>
    public static string? WhatIsWrong(string path)
    {
        if (!RegularFile.IsAt(path))
        {
            return "it is not a regular file"; // a pipe would be waited for
        }

        try
        {
            using var file = File.OpenRead(path);
            return Read(file);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }

    private static string? Read(FileStream file)
    {
        var buffer = new byte[BufferSize];
        var (filled, state, hasChainId, isObject, ended) = (0, new JsonReaderState(), false, false, false);

        while (!ended)
        {
            var count = file.Read(buffer, filled, buffer.Length - filled);
            filled += count;
            ended = count == 0;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, filled), ended, state);

            while (reader.Read())
            {
                isObject |= reader is { CurrentDepth: 0, TokenType: JsonTokenType.StartObject };
                hasChainId |=
                    reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("chain_id"u8);
            }

            var used = (int)reader.BytesConsumed;
            state = reader.CurrentState;
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2); // one value longer than the buffer
            }
        }

        return !isObject ? "it is not a JSON object" : !hasChainId ? "it has no chain_id" : null;
    }
}
