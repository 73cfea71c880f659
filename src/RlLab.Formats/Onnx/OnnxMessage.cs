using Google.Protobuf;

namespace RlLab.Formats;

/// <summary>A message of a protocol buffer, written field by field.</summary>
/// <remarks>
/// The fields that RlLab writes, of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, IR version 8, and their numbers:
/// <code>
/// ModelProto          ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8, metadata_props 14
/// OperatorSetIdProto  domain 1, version 2              StringStringEntryProto  key 1, value 2
/// GraphProto          node 1, name 2, initializer 5, input 11, output 12
/// NodeProto           input 1, output 2, name 3, op_type 4, attribute 5
/// AttributeProto      name 1, f 2, i 3, ints 8, type 20 (FLOAT 1, INT 2, INTS 7)
/// TensorProto         dims 1, data_type 2, name 8, raw_data 9
/// ValueInfoProto      name 1, type 2                   TypeProto  tensor_type 1 (elem_type 1, shape 2)
/// TensorShapeProto    dim 1 (dim_value 1, dim_param 2)
/// </code>
/// </remarks>
internal sealed class OnnxMessage : IDisposable
{
    private readonly MemoryStream _content = new();
    private readonly CodedOutputStream _writer;

    public OnnxMessage() => _writer = new CodedOutputStream(_content, leaveOpen: true);

    public OnnxMessage Write(int field, long number)
    {
        _writer.WriteTag(field, WireFormat.WireType.Varint);
        _writer.WriteInt64(number);
        return this;
    }

    public OnnxMessage Write(int field, float number)
    {
        _writer.WriteTag(field, WireFormat.WireType.Fixed32);
        _writer.WriteFloat(number);
        return this;
    }

    public OnnxMessage Write(int field, string text)
    {
        _writer.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _writer.WriteString(text);
        return this;
    }

    public OnnxMessage Write(int field, ReadOnlyMemory<byte> bytes)
    {
        _writer.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _writer.WriteBytes(UnsafeByteOperations.UnsafeWrap(bytes));
        return this;
    }

    /// <summary>Writes a message, and disposes of it.</summary>
    public OnnxMessage Write(int field, OnnxMessage message)
    {
        using (message)
        {
            return Write(field, message.ToBytes());
        }
    }

    public ReadOnlyMemory<byte> ToBytes()
    {
        _writer.Flush();
        return _content.GetBuffer().AsMemory(0, (int)_content.Length);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _content.Dispose();
    }
}
