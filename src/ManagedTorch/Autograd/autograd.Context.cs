namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a custom operation's forward pass leaves for its backward pass.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly List<SavedTensor> saved = [];
            private List<Tensor> toSave = [];
            private List<Tensor> dirty = [];
            private List<Tensor> nonDifferentiable = [];
            private Dictionary<string, object>? values;

            internal AutogradContext() { }

            /// <summary>True (the default) where results that nothing depends on get gradients of zeros rather than none.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            public void set_materialize_grads(bool value) => MaterializeGrads = value;
            public void save_for_backward(List<Tensor> tensors) => toSave = tensors;
            public void mark_dirty(List<Tensor> tensors) => dirty = tensors;
            public void mark_non_differentiable(List<Tensor> tensors) => nonDifferentiable = tensors;
            public void save_data(string key, object value) => (values ??= [])[key] = value;
            public object? get_data(string key) => values?.GetValueOrDefault(key);

            /// <summary>The tensors that were saved; refuses those that were overwritten since.</summary>
            public List<Tensor> get_saved_variables()
            {
                var result = new List<Tensor>(saved.Count);
                foreach (var tensor in saved) result.Add(tensor.Exists ? tensor.Value.Share().Register() : null!);
                return result;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) => Release();

            internal bool IsDirty(Tensor tensor) => dirty.Contains(tensor);
            internal bool IsNonDifferentiable(Tensor tensor) => nonDifferentiable.Contains(tensor);

            internal void Commit()
            {
                foreach (var tensor in toSave) saved.Add(new SavedTensor(tensor is { IsInvalid: false } ? tensor : null));
                toSave = [];
            }

            internal void Release()
            {
                var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(saved);
                for (var i = 0; i < all.Length; i++) all[i].Release();
            }
        }
    }
}
