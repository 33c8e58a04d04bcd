using System.Text;
using Cosmovisor.Linux;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Linux;

public static unsafe class StringVectors
{
    [Fact]
    public static void HoldBytesAsTheyAreEachWithAZeroBehindIt() =>
        Gen.Byte[1, 255].Array[0, 20].Array[0, 10].Sample(strings =>
        {
            using var vector = new NativeStrings(strings);

            for (var i = 0; i < strings.Length; i++)
            {
                Assert.Equal(strings[i], new ReadOnlySpan<byte>(vector.Pointer[i], strings[i].Length).ToArray());
                Assert.Equal(0, vector.Pointer[i][strings[i].Length]);
            }

            Assert.True(vector.Pointer[strings.Length] is null);
        });

    [Fact]
    public static void AreMadeOfUtf8() => Assert.Equal([0xc3, 0xa9], NativeStrings.Bytes("é"));

    [Fact]
    public static void CloseASingleStringWithAZero() => Assert.Equal(Encoding.ASCII.GetBytes("ab\0"), NativeStrings.Terminated("ab"));
}
