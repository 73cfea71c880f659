using System.Collections;
using System.Reflection;
using static TorchSharp.torch.optim.lr_scheduler;

namespace RlLab.Algorithms;

/// <summary>Saves schedules of learning rates, which torch has no way to save: by their fields, as far as those are numbers or schedules.</summary>
/// <remarks>What the fields are called is an engine's own affair; a state goes on in the engine that it was saved by.</remarks>
internal static class SchedulerState
{
    public static void Save(BinaryWriter writer, LRScheduler scheduler)
    {
        foreach (var field in Fields(scheduler))
        {
            switch (field.GetValue(scheduler))
            {
                case bool value: writer.Write(value); break;
                case int value: writer.Write(value); break;
                case double value: writer.Write(value); break;
                case IEnumerable<double> values: SavedState.WriteElements<double>(writer, [.. values]); break;
                case LRScheduler part: Save(writer, part); break;
                case IEnumerable<LRScheduler> parts: parts.ToList().ForEach(part => Save(writer, part)); break;
            }
        }
    }

    public static void Restore(BinaryReader reader, LRScheduler scheduler)
    {
        foreach (var field in Fields(scheduler))
        {
            switch (field.GetValue(scheduler))
            {
                case bool: field.SetValue(scheduler, reader.ReadBoolean()); break;
                case int: field.SetValue(scheduler, reader.ReadInt32()); break;
                case double: field.SetValue(scheduler, reader.ReadDouble()); break;
                case IEnumerable<double> present: Restore(SavedState.ReadArray<double>(reader, null), present, field, scheduler); break;
                case LRScheduler part: Restore(reader, part); break;
                case IEnumerable<LRScheduler> parts: parts.ToList().ForEach(part => Restore(reader, part)); break;
            }
        }
    }

    private static void Restore(double[] values, IEnumerable<double> present, FieldInfo field, LRScheduler scheduler)
    {
        if (present is IList { IsReadOnly: false } list && list.Count == values.Length)
        {
            for (var i = 0; i < values.Length; i++)
            {
                list[i] = values[i];
            }
        }
        else
        {
            field.SetValue(scheduler, field.FieldType.IsAssignableFrom(typeof(double[])) ? values : values.ToList());
        }
    }

    /// <summary>What may change: arrays and lists, schedules, and numbers that can be assigned. From the base on, sorted, so in one order.</summary>
    private static IEnumerable<FieldInfo> Fields(LRScheduler scheduler)
    {
        for (var type = scheduler.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            var own = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            var changing = own.Where(field => !field.IsInitOnly || !field.FieldType.IsPrimitive);
            foreach (var field in changing.OrderBy(field => field.Name, StringComparer.Ordinal))
            {
                yield return field;
            }
        }
    }
}
