using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules by name, in the order in which they came.</summary>
        public class ModuleDict<T> : torch.nn.Module, IDictionary<string, T>, IList<(string, T)>
            where T : torch.nn.Module
        {
            private readonly OrderedDict<string, T> entries = new();

            public ModuleDict() : base(nameof(ModuleDict<T>))
            {
            }

            public int Count => entries.Count;

            public bool IsReadOnly => false;

            public ICollection<string> Keys => entries.Keys;

            public ICollection<T> Values => entries.Values;

            public T this[string key]
            {
                get => entries[key];
                set => Change(() => entries[key] = value);
            }

            public (string, T) this[int index]
            {
                get => entries[index];
                set => Change(() => entries[index] = value);
            }

            protected override void RegisterComponents()
            {
                ClearModules();
                foreach (var (key, module) in entries) register_module(key, module);
            }

            public void Add(string key, T value) => Change(() => entries.Add(key, value));

            public void Add((string, T) item) => Change(() => entries.Add(item));

            public void Add(KeyValuePair<string, T> item) => Change(() => entries.Add(item));

            public void Clear() => Change(entries.Clear);

            public void clear() => Clear();

            public bool Contains((string, T) item) => entries.Contains(item);

            public bool Contains(KeyValuePair<string, T> item) => entries.Contains(item);

            public bool ContainsKey(string key) => entries.ContainsKey(key);

            public void CopyTo((string, T)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

            public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

            public IEnumerator<(string, T)> GetEnumerator() => entries.GetEnumerator();

            public int IndexOf((string, T) item) => entries.IndexOf(item);

            public void Insert(int index, (string, T) item) => Change(() => entries.Insert(index, item));

            public IEnumerator<(string, T)> items() => entries.GetEnumerator();

            public IEnumerable<string> keys() => entries.Keys;

            public bool Remove(string key) => Removed(entries.Remove(key));

            public bool Remove((string, T) item) => Removed(entries.Remove(item));

            public bool Remove(KeyValuePair<string, T> item) => Removed(entries.Remove(item));

            public void RemoveAt(int index) => Change(() => entries.RemoveAt(index));

            public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => entries.TryGetValue(key, out value);

            public IEnumerable<T> values() => entries.Values;

            IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
                ((IEnumerable<KeyValuePair<string, T>>)entries).GetEnumerator();

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            private void Change(Action change)
            {
                change();
                RegisterComponents();
            }

            private bool Removed(bool removed)
            {
                RegisterComponents();
                return removed;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var dictionary = new ModuleDict<T>();
                foreach (var entry in modules) dictionary.Add(entry);
                return dictionary;
            }
        }
    }
}
