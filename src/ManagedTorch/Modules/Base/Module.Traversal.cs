using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (parameterName, parameter) in ownParameters)
                {
                    if (!parameter.IsInvalid && seen.Add(parameter)) yield return (parameterName, parameter);
                }

                if (!recurse) yield break;
                foreach (var (moduleName, module) in named_children())
                {
                    foreach (var (parameterName, parameter) in module.named_parameters())
                    {
                        if (seen.Add(parameter)) yield return ($"{moduleName}.{parameterName}", parameter);
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (bufferName, (buffer, persistent)) in ownBuffers)
                {
                    if ((persistent || include_nonpersistent) && !buffer.IsInvalid && seen.Add(buffer))
                        yield return (bufferName, buffer);
                }

                if (!recurse) yield break;
                foreach (var (moduleName, module) in named_children())
                {
                    foreach (var (bufferName, buffer) in module.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer)) yield return ($"{moduleName}.{bufferName}", buffer);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules;

            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (moduleName, module) in named_children())
                {
                    foreach (var (innerName, inner) in module.named_modules()) yield return ($"{moduleName}.{innerName}", inner);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>The parameter of a dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                ownParameters.TryGetValue(target, out var parameter) ? parameter
                : Step(target) is { } step ? step.Child.get_parameter(step.Below)
                : null;

            /// <summary>The buffer of a dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                ownBuffers.TryGetValue(target, out var buffer) ? buffer.Tensor
                : Step(target) is { } step ? step.Child.get_buffer(step.Below)
                : null;

            private (Module Child, string Below)? Step(string target)
            {
                var dot = target.IndexOf('.');
                if (dot < 0) return null;
                foreach (var (childName, child) in named_children())
                {
                    if (target.AsSpan(0, dot).SequenceEqual(childName)) return (child, target[(dot + 1)..]);
                }

                return null;
            }
        }
    }
}
