using Xunit;

namespace Cosmovisor.Tests.Hooks;

/// <summary>The first line of a script names the program that runs it.</summary>
public static class ScriptLines
{
    [Theory]
    [InlineData("#!/bin/sh\necho", "/bin/sh", null, false)]
    [InlineData("#! /bin/sh -e\n", "/bin/sh", null, false)]
    [InlineData("#!/bin/sh", "/bin/sh", null, false)]
    [InlineData("#!/bin/bash\r\necho\r\n", "/bin/bash", null, true)]
    [InlineData("#!/bin/sh -e\r\n", "/bin/sh", null, true)]
    [InlineData("#!/usr/bin/env python3\n", "/usr/bin/env", "python3", false)]
    [InlineData("#!/usr/bin/env -S A=b python3 -u\n", "/usr/bin/env", "python3", false)]
    [InlineData("#!/usr/bin/env bash\r\n", "/usr/bin/env", "bash", true)]
    [InlineData("#!/usr/bin/env\n", "/usr/bin/env", null, false)]
    [InlineData("#!\n", "", null, false)]
    [InlineData("#!", "", null, false)]
    [InlineData("#!\r\n", "", null, true)]
    public static void AreReadAsTheKernelDoes(string head, string interpreter, string? asked, bool hasWindowsEnd) =>
        Assert.Equal(new ScriptLine(interpreter, asked, hasWindowsEnd), ScriptLine.Of(head));

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData(" #!/bin/sh\n")]
    [InlineData("\u007fELF")]
    public static void AreThoseOfScriptsAlone(string head) => Assert.Null(ScriptLine.Of(head));
}
