namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module of one argument: override <c>forward</c>, and <c>call</c> it, so that hooks run.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input) => Hooks is null ? forward(input) : CallWithHooks(input);

            private TResult CallWithHooks(T input)
            {
                foreach (var (_, hook) in Hooks!.NoticeBefore) hook(this);
                foreach (var (_, hook) in Hooks.Before) input = hook(this, input) ?? input;
                var result = forward(input);
                foreach (var (_, hook) in Hooks.After) result = hook(this, input, result) ?? result;
                foreach (var (_, hook) in Hooks.NoticeAfter) hook(this);
                return result;
            }
        }

        /// <summary>A module of two arguments.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<
                    Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                    Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
                IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2) => Hooks is null ? forward(input1, input2) : CallWithHooks(input1, input2);

            private TResult CallWithHooks(T1 input1, T2 input2)
            {
                foreach (var (_, hook) in Hooks!.NoticeBefore) hook(this);
                foreach (var (_, hook) in Hooks.Before) (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                var result = forward(input1, input2);
                foreach (var (_, hook) in Hooks.After) result = hook(this, input1, input2, result) ?? result;
                foreach (var (_, hook) in Hooks.NoticeAfter) hook(this);
                return result;
            }
        }

        /// <summary>A module of three arguments.</summary>
        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<
                    Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                    Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>,
                IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3) =>
                Hooks is null ? forward(input1, input2, input3) : CallWithHooks(input1, input2, input3);

            private TResult CallWithHooks(T1 input1, T2 input2, T3 input3)
            {
                foreach (var (_, hook) in Hooks!.NoticeBefore) hook(this);
                foreach (var (_, hook) in Hooks.Before)
                    (input1, input2, input3) = hook(this, input1, input2, input3) ?? (input1, input2, input3);
                var result = forward(input1, input2, input3);
                foreach (var (_, hook) in Hooks.After) result = hook(this, input1, input2, input3, result) ?? result;
                foreach (var (_, hook) in Hooks.NoticeAfter) hook(this);
                return result;
            }
        }
    }
}
