using System.Text;
using System.Text.Json;
using Cosmovisor.Sandbox;
using Xunit;

namespace Cosmovisor.Tests.Sandbox;

public static class WhatATaskSays
{
    [Fact]
    public static void EndsWithItsResultThoughASignOfLifeComesLate()
    {
        var said = new StringBuilder();
        var output = new TaskOutput(bytes => said.Append(Encoding.UTF8.GetString(bytes)));

        output.Say(new TaskLine());
        output.Say(new TaskLine { Result = JsonDocument.Parse("7").RootElement });
        output.Say(new TaskLine());

        Assert.Equal(2, said.ToString().Count(c => c == '\n'));
        Assert.Contains("7", said.ToString().Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public static void EndsWithARefusalToo()
    {
        var said = new StringBuilder();
        var output = new TaskOutput(bytes => said.Append(Encoding.UTF8.GetString(bytes)));

        output.Say(new TaskLine { Refused = "no" });
        output.Say(new TaskLine());

        Assert.Equal(1, said.ToString().Count(c => c == '\n'));
    }
}
