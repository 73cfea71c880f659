namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>
        /// A tensor that a module trains: set as a module's field, it belongs to <c>parameters()</c> and to the saved state.
        /// </summary>
        public class Parameter : torch.Tensor
        {
            /// <summary>Takes the data over; the tensor that is passed in becomes empty, as in TorchSharp.</summary>
            public Parameter(torch.Tensor data, bool requires_grad = true) : base(data)
            {
                this.requires_grad = requires_grad;
                data.Dispose();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
