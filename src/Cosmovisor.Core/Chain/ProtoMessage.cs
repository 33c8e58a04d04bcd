using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>
/// The fields of a protobuf message that no schema of ours describes whole: those that are asked for are taken, the rest is passed over.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Number, ByteString Bytes)> _texts = [];
    private readonly List<(int Number, ulong Value)> _numbers = [];

    private ProtoMessage() { }

    /// <exception cref="InvalidProtocolBufferException">These bytes are not a message.</exception>
    public static ProtoMessage Of(ByteString bytes)
    {
        using var input = bytes.CreateCodedInput();
        var message = new ProtoMessage();

        while (input.ReadTag() is > 0 and var tag)
        {
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    message._texts.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes()));
                    break;
                case WireFormat.WireType.Varint:
                    message._numbers.Add((WireFormat.GetTagFieldNumber(tag), input.ReadUInt64()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return message;
    }

    /// <summary>Every message, text or run of bytes in this field, in order.</summary>
    public IEnumerable<ByteString> All(int field) => _texts.Where(one => one.Number == field).Select(one => one.Bytes);

    /// <summary>The same where one is meant: of several the last one counts, as protobuf has it. Null when it is not there.</summary>
    public ByteString? Last(int field) => All(field).LastOrDefault();

    /// <summary>Empty when it is not there.</summary>
    public string Text(int field) => Last(field)?.ToStringUtf8() ?? "";

    /// <summary>0 when it is not there.</summary>
    public long Number(int field) => unchecked((long)_numbers.LastOrDefault(one => one.Number == field).Value);
}
