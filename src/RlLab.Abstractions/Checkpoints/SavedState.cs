using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RlLab;

/// <summary>Writes and reads the parts of a state; what <see cref="CheckpointedAttribute"/> has the build write calls it.</summary>
/// <remarks>A large array is one write, so that a checkpoint can see whether it has changed since the last.</remarks>
public static class SavedState
{
    /// <summary>Writes a number, an enumeration's value or a structure of such.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="writer">Receives it.</param>
    /// <param name="value">The value.</param>
    public static void Write<T>(BinaryWriter writer, T value)
        where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Reads what <see cref="Write{T}"/> wrote.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="reader">Stands at it.</param>
    public static T Read<T>(BinaryReader reader)
        where T : unmanaged
    {
        Unsafe.SkipInit(out T value);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Writes a number that may be missing.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="writer">Receives it.</param>
    /// <param name="value">The value; null for none.</param>
    public static void WriteNullable<T>(BinaryWriter writer, T? value)
        where T : unmanaged
    {
        writer.Write(value.HasValue);
        Write(writer, value.GetValueOrDefault());
    }

    /// <summary>Reads what <see cref="WriteNullable{T}"/> wrote.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="reader">Stands at it.</param>
    public static T? ReadNullable<T>(BinaryReader reader)
        where T : unmanaged
    {
        var hasValue = reader.ReadBoolean();
        var value = Read<T>(reader);
        return hasValue ? value : null;
    }

    /// <summary>Writes elements, and before them how many there are.</summary>
    /// <typeparam name="T">An element.</typeparam>
    /// <param name="writer">Receives them.</param>
    /// <param name="elements">The elements.</param>
    public static void WriteElements<T>(BinaryWriter writer, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        writer.Write(elements.Length);

        // More bytes than a span can count, where a million pictures lie in one array.
        for (var written = 0; written < elements.Length;)
        {
            var count = Math.Min(elements.Length - written, int.MaxValue / Unsafe.SizeOf<T>());
            writer.Write(MemoryMarshal.AsBytes(elements.Slice(written, count)));
            written += count;
        }
    }

    /// <summary>Reads elements into memory for as many.</summary>
    /// <typeparam name="T">An element.</typeparam>
    /// <param name="reader">Stands where <see cref="WriteElements{T}"/> wrote.</param>
    /// <param name="elements">Receives them.</param>
    /// <exception cref="InvalidDataException">There are more or fewer.</exception>
    public static void ReadElements<T>(BinaryReader reader, Span<T> elements)
        where T : unmanaged
    {
        CheckCount(reader.ReadInt32(), elements.Length);
        for (var read = 0; read < elements.Length;)
        {
            var count = Math.Min(elements.Length - read, int.MaxValue / Unsafe.SizeOf<T>());
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(elements.Slice(read, count)));
            read += count;
        }
    }

    /// <summary>Reads elements into an array, or into a new one where it has not as many.</summary>
    /// <typeparam name="T">An element.</typeparam>
    /// <param name="reader">Stands where <see cref="WriteElements{T}"/> wrote.</param>
    /// <param name="array">The array that there is; null for none.</param>
    /// <returns>The array that holds them.</returns>
    public static T[] ReadArray<T>(BinaryReader reader, T[]? array)
        where T : unmanaged
    {
        var count = reader.ReadInt32();
        array = array?.Length == count ? array : new T[count];
        for (var read = 0; read < count;)
        {
            var part = array.AsSpan(read, Math.Min(count - read, int.MaxValue / Unsafe.SizeOf<T>()));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(part));
            read += part.Length;
        }

        return array;
    }

    /// <summary>Checks that what is restored has as many elements as what was saved.</summary>
    /// <param name="saved">How many were saved.</param>
    /// <param name="present">How many there are.</param>
    /// <exception cref="InvalidDataException">There are more or fewer.</exception>
    public static void CheckCount(int saved, int present)
    {
        if (saved != present)
        {
            throw new InvalidDataException(
                $"{saved:N0} elements were saved, and there is room for {present:N0}: the settings are others than they were.");
        }
    }

    /// <summary>Checks that a state was saved by the code that now restores it.</summary>
    /// <param name="reader">Stands where the layout was written.</param>
    /// <param name="layout">A number that is another for other fields.</param>
    /// <param name="type">The class.</param>
    /// <exception cref="InvalidDataException">It was not.</exception>
    public static void CheckLayout(BinaryReader reader, uint layout, string type)
    {
        if (reader.ReadUInt32() != layout)
        {
            throw new InvalidDataException($"{type} was saved with other fields than it has now.");
        }
    }

    /// <summary>Writes whether something that may be missing is there.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="part">What may be missing.</param>
    /// <returns>Whether it is there, and its own state is to follow.</returns>
    public static bool WritePresence(BinaryWriter writer, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] object? part)
    {
        writer.Write(part is not null);
        return part is not null;
    }

    /// <summary>Reads whether something was there, which has to be there now as well, or be missing now as well.</summary>
    /// <param name="reader">Stands where <see cref="WritePresence"/> wrote.</param>
    /// <param name="part">What may be missing.</param>
    /// <param name="name">What it is called.</param>
    /// <returns>Whether it is there, and its own state follows.</returns>
    /// <exception cref="InvalidDataException">It was there and is missing, or the other way round.</exception>
    public static bool ReadPresence(BinaryReader reader, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] object? part, string name)
    {
        var present = reader.ReadBoolean();
        return present == part is not null
            ? present
            : throw new InvalidDataException(
                $"{name} was {(present ? "saved and is missing now" : "missing when the state was saved, and is there now")}.");
    }

    /// <summary>Writes the state of a world.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="writer">Receives it.</param>
    /// <param name="world">The world.</param>
    /// <exception cref="NotSupportedException">The world cannot save its state.</exception>
    public static void Save<TElement, TAction>(BinaryWriter writer, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement> => Resumable(world.As<IResumable>(), world).SaveState(writer);

    /// <summary>Restores the state of a world.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="reader">Stands where it was written.</param>
    /// <param name="world">The world.</param>
    /// <exception cref="NotSupportedException">The world cannot restore a state.</exception>
    public static void Restore<TElement, TAction>(BinaryReader reader, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement> => Resumable(world.As<IResumable>(), world).RestoreState(reader);

    /// <summary>Writes the state of something that is hoped to have one.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="part">A vectorised world, or one of several agents.</param>
    /// <exception cref="NotSupportedException">It cannot save its state.</exception>
    public static void Save(BinaryWriter writer, object part) => Resumable(part as IResumable, part).SaveState(writer);

    /// <summary>Restores the state of something that is hoped to have one.</summary>
    /// <param name="reader">Stands where it was written.</param>
    /// <param name="part">A vectorised world, or one of several agents.</param>
    /// <exception cref="NotSupportedException">It cannot restore a state.</exception>
    public static void Restore(BinaryReader reader, object part) => Resumable(part as IResumable, part).RestoreState(reader);

    private static IResumable Resumable(IResumable? resumable, object part) => resumable
        ?? throw new NotSupportedException($"{part.GetType().Name.Split('`')[0]} cannot save its state, because it is not IResumable.");
}
