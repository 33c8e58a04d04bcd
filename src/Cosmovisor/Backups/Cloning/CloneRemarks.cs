using System.Collections.Concurrent;

namespace Cosmovisor.Backups;

/// <summary>
/// What could not be kept while a tree was cloned, file by file, and as few sentences: one for each thing, however many files it befell.
/// </summary>
internal sealed class CloneRemarks
{
    private readonly ConcurrentQueue<(string Path, string Words)> _found = new();

    public IReadOnlyList<string> Sentences =>
        [.. _found.GroupBy(remark => remark.Words, StringComparer.Ordinal)
            .Select(group => $"{NameList.Of([.. group.Select(remark => remark.Path).Order(StringComparer.Ordinal)])} {group.Key}")];

    /// <param name="path">Of the entry.</param>
    /// <param name="words">The rest of a sentence that is right of one and of many.</param>
    public void Add(string path, string words) => _found.Enqueue((path, words));
}
