using System.Collections;
using System.Globalization;
using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules by position; in the state they are named "0", "1" and so on.</summary>
        public class ModuleList<T> : torch.nn.Module, IList<T>
            where T : torch.nn.Module
        {
            private readonly List<T> list;

            public ModuleList(params T[] modules) : base(nameof(ModuleList<T>))
            {
                list = [.. modules];
                RegisterComponents();
            }

            public int Count => list.Count;

            public bool IsReadOnly => false;

            public T this[int index]
            {
                get => list[index];
                set => Change(() => list[index] = value);
            }

            // Positions are names, so every change names all anew.
            protected override void RegisterComponents()
            {
                ClearModules();
                for (var i = 0; i < list.Count; i++) register_module(i.ToString(CultureInfo.InvariantCulture), list[i]);
            }

            public void Add(T item) => Change(() => list.Add(item));

            public void append(params T[] parameters) => Change(() => list.AddRange(parameters));

            public void extend(IEnumerable<T> modules) => Change(() => list.AddRange(modules));

            public void Clear() => Change(list.Clear);

            public bool Contains(T item) => list.Contains(item);

            public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

            public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

            public int IndexOf(T item) => list.IndexOf(item);

            public void Insert(int index, T item) => Change(() => list.Insert(index, item));

            public bool Remove(T item)
            {
                var removed = list.Remove(item);
                RegisterComponents();
                return removed;
            }

            public void RemoveAt(int index) => Change(() => list.RemoveAt(index));

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            private void Change(Action change)
            {
                change();
                RegisterComponents();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }
}
