using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Parameters, then persistent buffers, by dotted name. The tensors are the module's own, not copies.
            /// </summary>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Key(string entry) => string.IsNullOrEmpty(prefix) ? entry : $"{prefix}.{entry}";
                foreach (var (parameterName, parameter) in named_parameters()) destination.TryAdd(Key(parameterName), parameter);
                foreach (var (bufferName, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(Key(bufferName), buffer);
                // A module that is part of two others is listed once above, but its state belongs under both names.
                foreach (var (moduleName, module) in named_children()) module.state_dict(destination, Key(moduleName));
                return destination;
            }

            /// <summary>
            /// Copies values into the module, all or (not <paramref name="strict"/>) as many as have the same name.
            /// </summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var missing = own.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                var unexpected = source.Keys.Where(key => !own.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException(
                        $"The state does not fit {GetName()}: missing [{string.Join(", ", missing)}], " +
                        $"unexpected [{string.Join(", ", unexpected)}]. " +
                        "Pass strict: false to load what fits.");
                var matching = source.Where(entry => skip?.Contains(entry.Key) != true && own.ContainsKey(entry.Key)).ToList();
                // Before anything is copied; a copy would repeat a smaller tensor, such as a bias of one number.
                foreach (var (key, value) in matching)
                {
                    if (!value.Live().layout.SameSizes(own[key].layout))
                        throw new ArgumentException(
                            $"'{key}' has the shape {own[key].layout} in {GetName()} and {value.layout} in the state; " +
                            "load the state of a module like this one.");
                }

                using var _ = no_grad();
                foreach (var (key, value) in matching) own[key].copy_(value);

                return (missing, unexpected);
            }

            /// <summary>Writes the state in TorchSharp's format: a count, then name and tensor of each entry.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes the state and closes the stream, as TorchSharp does.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip?.Contains(entry.Key) != true).ToList();
                writer.Encode(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>
            /// Reads the state that <c>save</c> wrote; <paramref name="loadedParameters"/> learns which entries the module has.
            /// </summary>
            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                var own = state_dict();
                var count = reader.Decode();
                if (strict && count != own.Count)
                    throw new ArgumentException(
                        $"The file holds {count} entries, {GetName()} has {own.Count}; load into a module like the one that was saved.");
                for (var i = 0; i < count; i++)
                {
                    var key = reader.ReadString();
                    var found = own.TryGetValue(key, out var target);
                    if (strict && !found)
                        throw new ArgumentException(
                            $"The file holds '{key}', which {GetName()} does not have; load into a module like the one that was saved.");
                    if (found && skip?.Contains(key) != true) LoadEntry(reader, key, target!);
                    else TensorExtensionMethods.Load(reader, skip: true);
                    loadedParameters?.Add(key, found);
                }

                return this;
            }

            private static void LoadEntry(BinaryReader reader, string key, Tensor target)
            {
                try
                {
                    target.Load(reader);
                }
                catch (ArgumentException e)
                {
                    throw new ArgumentException($"'{key}' cannot be loaded: {e.Message}", e);
                }
                catch (EndOfStreamException e)
                {
                    throw new EndOfStreamException($"The file ends within '{key}'; it was cut off or is still being written.", e);
                }
            }

            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
