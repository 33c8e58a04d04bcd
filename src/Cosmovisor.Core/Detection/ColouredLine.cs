namespace Cosmovisor.Detection;

/// <summary>A line without its colours, and where they were.</summary>
/// <param name="Text">The plain text.</param>
/// <param name="Marks">Where in <paramref name="Text"/> the colour changes, in order.</param>
/// <param name="FirstReset">Where a colour first ends; null where none does.</param>
internal sealed record ColouredLine(string Text, IReadOnlyList<int> Marks, int? FirstReset)
{
    /// <summary>
    /// How the info of a message ends, whose first word stands at <paramref name="message"/> and whose info begins at
    /// <paramref name="info"/>.
    /// </summary>
    /// <remarks>
    /// zerolog colours level and keys, and since SDK 0.47 sets the message in bold: it ends at the next mark. A logger that colours the
    /// whole line (go-kit's) has no mark before the line's end, and says nothing of fields.
    /// </remarks>
    public InfoEnd EndOf(int message, int info)
    {
        foreach (var mark in Marks)
        {
            if (mark >= info)
            {
                return Text.AsSpan(mark).Trim().IsEmpty && !Marks.Contains(message) ? new InfoEnd(null, AreFieldsColoured(message))
                    : new InfoEnd(mark, false);
            }
        }

        return new InfoEnd(null, AreFieldsColoured(message));
    }

    private bool AreFieldsColoured(int message) => FirstReset <= message;
}

/// <summary>Where an info ends in its line.</summary>
/// <param name="At">There; null where no colour tells.</param>
/// <param name="AreFieldsColoured">The logger colours its fields, and none stands behind the info.</param>
internal sealed record InfoEnd(int? At, bool AreFieldsColoured);
