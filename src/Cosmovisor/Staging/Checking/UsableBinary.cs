using System.Runtime.InteropServices;
using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>
/// Whether a file can be the daemon's binary. It is not run: what is plainly wrong is refused; what is not known is left to the kernel.
/// </summary>
/// <remarks>Each answer is the end of a sentence that begins with the file's path; null when nothing is wrong.</remarks>
internal static class UsableBinary
{
    public static Platform ThisMachine => Platform.Linux(RuntimeInformation.ProcessArchitecture);

    /// <summary>
    /// Why <paramref name="binary"/> is not a binary that can be started, wherever it is to belong; its own mode aside: a copy gets one
    /// that fits.
    /// </summary>
    public static string? WhyNoFile(string binary) =>
        FileCalls.IsThere(binary) && RegularFile.IsAt(binary) ? null
        : Directory.Exists(binary) ? "is a folder, and should be the daemon's binary"
        : FileCalls.IsThere(binary) ? "is not a regular file"
        : LinkTarget.Of(binary) is { } target ? $"is a link to {target}, which is not there"
        : Unreachable.Why(binary) is { } why ? $"cannot be looked at: {why}"
        : "is not there";

    /// <summary>The same, and why this user could not execute it.</summary>
    public static string? WhyNot(string binary) =>
        WhyNoFile(binary) ?? (FileCalls.IsExecutableByUs(binary) ? null : WhyNotExecutable(binary, File.GetUnixFileMode(binary)));

    /// <summary>The same, and why its content is not a program for this machine, or lacks something that it needs.</summary>
    /// <param name="binary">Absolute.</param>
    /// <param name="versionFolder">The folder it belongs to, whose <c>lib</c> counts.</param>
    public static string? WhyNot(string binary, string versionFolder)
    {
        try
        {
            return WhyNot(binary) ?? WrongContent(binary, versionFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    private static string WhyNotExecutable(string binary, UnixFileMode mode) =>
        $"is not executable by {UserRecord.OwnName}: "
        + ((mode & UnixFileMode.UserExecute) == 0
            ? $"its mode is {Octal(mode)}. Make it so: chmod +x {binary}"
            : $"permission denied, though its mode is {Octal(mode)}: it belongs to another user, or its file system is mounted noexec. Give it to that user: chown {UserRecord.OwnName} {binary}");

    private static string? WrongContent(string binary, string versionFolder)
    {
        // A binary that we may execute and not read is an odd thing, but it runs.
        if (!CanRead(binary))
        {
            return null;
        }

        using var file = new FileOnDisk(binary);
        var first = new byte[(int)Math.Min(FileFormats.BytesToSee, file.Length)];
        _ = file.Read(0, first);

        return first is [(byte)'#', (byte)'!', ..] ? ScriptInterpreter.WhatIsWrong(binary)
            : !ElfFile.HasItsMark(first) ? WrongFormat(first)
            : !ElfFile.Parse(file).IsOk(out var elf, out var reason) ? reason
            : elf.Machine != ThisMachine.Elf ? $"was built for another machine: {elf.Machine}, and this one is {ThisMachine.Elf}"
            : elf.Interpreter is { } loader && !File.Exists(loader)
                ? $"needs the dynamic loader {ForeignText.Printable(loader)}, which is not there: {LoaderAdvice(loader)}"
            : Libraries.Missing(elf, binary, versionFolder) is { } missing ? missing
            : null;
    }

    // What publishers link to in place of a program is called by its name; of the rest the first bytes are shown.
    private static string WrongFormat(ReadOnlySpan<byte> first)
    {
        var format = FileFormats.Of(first);

        return format is FileFormat.Empty || FileFormats.NameOf(format) is not { } name
            ? $"is neither a program (ELF) nor a script (#!): it begins with {FirstBytes.Show(first)}"
            : $"is {name}, and should be a program for {ThisMachine}{(FileFormats.AdviceFor(format) is { } advice ? $". {advice}" : "")}";
    }

    private static string LoaderAdvice(string loader) =>
        loader.Contains("musl", StringComparison.Ordinal) ? "it was built for Alpine (musl); get the glibc or the static build"
        : "it was built for another distribution; get the static build";

    private static bool CanRead(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
