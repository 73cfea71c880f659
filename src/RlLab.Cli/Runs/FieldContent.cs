using System.Collections.Frozen;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TorchSharp;

namespace RlLab.Cli;

/// <summary>All that can be reached from a static field at one moment, down to its numbers and texts, to be compared with another moment.</summary>
internal sealed class FieldContent
{
    /// <summary>What holds more than this is not looked through.</summary>
    private const int MostParts = 1_000_000;

    private const BindingFlags Instances = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Classes that change inside when they are used, and answer the same all the same.</summary>
    private static readonly FrozenSet<Type> Constant =
    [
        typeof(string), typeof(Version), typeof(Uri), typeof(Regex), typeof(CultureInfo), typeof(Lock), typeof(JsonSerializerOptions),
        typeof(ExperimentDescriptor), typeof(Lazy<ExperimentDescriptor>),
    ];

    private readonly List<object?> _parts = [];
    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
    private bool _isComparable = true;
    private bool _canChange;

    /// <summary>What a static field holds now.</summary>
    /// <param name="field">The field.</param>
    public static FieldContent Of(FieldInfo field)
    {
        var content = new FieldContent();
        try
        {
            content._canChange = !field.IsInitOnly;
            content.Add(field.GetValue(null));
        }
        catch (TargetInvocationException)
        {
            // Its class cannot be initialised; whoever needs it will say so.
            content._isComparable = false;
        }

        content._seen.Clear();
        return content;
    }

    /// <summary>Whether it can be told now that it never changes: all that leads to its numbers and texts is assigned once.</summary>
    public bool IsConstant => _isComparable && !_canChange;

    /// <summary>Whether both are known to be the same: not where one of them is torch's or the system's own, behind a handle.</summary>
    /// <param name="other">The content at another moment.</param>
    public bool IsSameAs(FieldContent other) => _isComparable && other._isComparable && _parts.SequenceEqual(other._parts);

    private void Add(object? value)
    {
        if (!_isComparable)
        {
            return;
        }

        var type = value?.GetType();
        if (value is null || type!.IsPrimitive || type.IsEnum || Constant.Contains(type)
            || value is MemberInfo or Encoding or StringComparer or EventSource)
        {
            _isComparable = value is not (nint or nuint or Pointer);
            _parts.Add(value);
        }
        else if (value is SafeHandle or torch.Tensor or torch.nn.Module || _parts.Count > MostParts)
        {
            _isComparable = false;
        }
        else if (!type.IsValueType && !_seen.TryAdd(value, _seen.Count))
        {
            _parts.Add(_seen[value]);
        }
        else if (value is Delegate function)
        {
            foreach (var one in function.GetInvocationList())
            {
                _parts.Add(one.Method);
                Add(one.Target);
            }
        }
        else if (value is Array { Length: 0 })
        {
            _parts.Add(type);
        }
        else if (value is Array numbers && value is not (nint[] or nuint[]) && type.GetElementType()!.IsPrimitive)
        {
            // A table of numbers by its digest: it is read after every run.
            var bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(numbers), Buffer.ByteLength(numbers));
            _canChange = true;
            _parts.Add(numbers.Length);
            _parts.Add(Convert.ToHexString(SHA256.HashData(bytes)));
        }
        else if (value is Array array)
        {
            _canChange = true;
            _parts.Add(array.Length);
            foreach (var element in array)
            {
                Add(element);
            }
        }
        else
        {
            _parts.Add(type);
            AddFields(value, type);
        }
    }

    private void AddFields(object value, Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(Instances))
            {
                // A number inside of a struct is assigned where the struct is.
                _canChange |= !field.IsInitOnly && !type.IsValueType;
                Add(field.GetValue(value));
            }
        }
    }
}
