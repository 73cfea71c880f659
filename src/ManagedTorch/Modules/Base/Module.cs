using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: its parameters, buffers and submodules by name. What is saved and loaded is in Module.State.cs,
        /// conversion in Module.Moving.cs.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly OrderedDict<string, Parameter> ownParameters = new();
            private readonly OrderedDict<string, (Tensor Tensor, bool Persistent)> ownBuffers = new();
            private readonly OrderedDict<string, Module> ownModules = new();
            private const BindingFlags OwnFields =
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

            private bool componentsRegistered;

            protected string? name;

            protected Module(string name) => this.name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name ?? GetType().Name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var (_, module) in named_children()) module.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in named_children()) module.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                // By hand instead of over parameters(): a training loop calls this once a step, and names cost more than the work.
                foreach (var (_, parameter) in ownParameters)
                {
                    if (set_to_none) parameter.grad = null;
                    else if (parameter.gradient is { } gradient) Copying.Fill(gradient, 0);
                }

                foreach (var (_, module) in ownModules) module.zero_grad(set_to_none);
            }

            /// <summary>
            /// Registers the fields of a module of one's own: modules, parameters, and tensors as buffers. To be called at the end of
            /// the constructor, when the fields are set.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (componentsRegistered) return;
                componentsRegistered = true;
                // The modules of this library register what they have by themselves.
                for (var type = GetType(); type.Assembly != typeof(Module).Assembly; type = type.BaseType!)
                {
                    foreach (var field in type.GetFields(OwnFields))
                        RegisterField(field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name,
                        field.GetValue(this));
                }
            }

            private void RegisterField(string fieldName, object? value)
            {
                if (ownModules.ContainsKey(fieldName) || ownParameters.ContainsKey(fieldName) || ownBuffers.ContainsKey(fieldName))
                    return;
                switch (value)
                {
                    case Module module:
                        register_module(fieldName, module);
                        break;
                    case Parameter parameter:
                        register_parameter(fieldName, parameter);
                        break;
                    case Tensor tensor:
                        register_buffer(fieldName, tensor);
                        break;
                }
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (ownBuffers.ContainsKey(name)) throw new InvalidOperationException($"Tensor {name} is already registered.");
                ownBuffers.Add(name, (tensor, persistent));
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (ownParameters.ContainsKey(name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                ownParameters.Add(name, param);
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    ownModules.Remove(name);
                    return;
                }

                if (string.IsNullOrEmpty(name)) throw new ArgumentException("A submodule needs a name.", nameof(name));
                if (name.Contains('.'))
                    throw new ArgumentException($"The name of a submodule cannot contain '.': {name}", nameof(name));
                if (ownModules.ContainsKey(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                ownModules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            protected void ClearModules() => ownModules.Clear();

            protected void ConditionallyRegisterParameter(string name, Tensor? value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) ownParameters.Remove(name);
                else ownParameters[name] = value;
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) ownBuffers.Remove(name);
                else ownBuffers[name] = (value, persistent);
            }

            /// <summary>
            /// Takes a new value for a parameter's property: the old one goes, the new one outlives every dispose scope.
            /// </summary>
            private protected void Replace(ref Parameter? field, string componentName, Parameter? value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                ConditionallyRegisterParameter(componentName, value);
            }

            /// <summary>The same for a buffer.</summary>
            private protected void Replace(ref Tensor? field, string componentName, Tensor? value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                ConditionallyRegisterBuffer(componentName, value);
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var (_, parameter) in ownParameters) parameter.Dispose();
                foreach (var (_, (buffer, _)) in ownBuffers) buffer.Dispose();
                foreach (var (_, module) in ownModules) module.Dispose();
            }
        }
    }
}
