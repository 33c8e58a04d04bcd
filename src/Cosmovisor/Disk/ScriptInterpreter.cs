using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// Whether the program that a script's first line names is there: the kernel's own word for a missing one is that the script is not.
/// </summary>
internal static class ScriptInterpreter
{
    /// <returns>The end of a sentence that begins with the script's path; null when nothing is wrong, or it is not a script.</returns>
    public static string? WhatIsWrong(string path) =>
        Wrong(ScriptLine.Of(Encoding.UTF8.GetString(BoundedFile.Head(path, ScriptLine.Longest))), path);

    private static string? Wrong(ScriptLine? line, string path) => line switch
    {
        null => null,
        { Interpreter: "" } => "is a script whose first line names no interpreter",
        { HasWindowsEnd: true } =>
            $"was saved with Windows line ends, so its interpreter is looked for as \"{ForeignText.Printable(line.Asked ?? line.Interpreter)}\\r\", which is not there. Take them out: sed -i 's/\\r$//' {path}",
        { Interpreter: var program } when !FileCalls.IsThere(program) =>
            $"is a script for {ForeignText.Printable(program)}, which is not there",
        { Interpreter: var program } when !FileCalls.IsExecutableByUs(program) =>
            $"is a script for {ForeignText.Printable(program)}, which this user may not execute",
        { Asked: { } asked } when !IsInPath(asked) => $"is a script for {ForeignText.Printable(asked)}, which is in no folder of PATH",
        _ => null,
    };

    private static bool IsInPath(string program) =>
        program.Contains('/', StringComparison.Ordinal) ? FileCalls.IsExecutableByUs(program)
        : Environment.GetEnvironmentVariable("PATH") is not { Length: > 0 } path
            || path.Split(':').Any(folder => FileCalls.IsExecutableByUs(Path.Join(folder, program)));
}
