namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched and changed. A module without hooks pays one comparison for it.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private HookLists? hooks;

            protected HookableModule(string name) : base(name)
            {
            }

            private protected HookLists? Hooks => hooks;

            /// <summary>True where somebody watches the calls, so that this module must not be passed over.</summary>
            internal bool Watched => hooks is not null;

            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(lists => lists.Before, hook);

            public HookRemover register_forward_hook(TPostHook hook) => Register(lists => lists.After, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(lists => lists.NoticeBefore, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Register(lists => lists.NoticeAfter, hook);

            private HookRemover Register<T>(Func<HookLists, List<(string Key, T Hook)>> choose, T hook)
            {
                hooks ??= new HookLists();
                var key = $"hook {hooks.Registered++}";
                choose(hooks).Add((key, hook));
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                if (hooks is null) return;
                // Into new lists: a hook that takes itself off is called from the old one.
                hooks.Before = hooks.Before.FindAll(entry => entry.Key != key);
                hooks.After = hooks.After.FindAll(entry => entry.Key != key);
                hooks.NoticeBefore = hooks.NoticeBefore.FindAll(entry => entry.Key != key);
                hooks.NoticeAfter = hooks.NoticeAfter.FindAll(entry => entry.Key != key);
            }

            private protected sealed class HookLists
            {
                public List<(string Key, TPreHook Hook)> Before = [];
                public List<(string Key, TPostHook Hook)> After = [];
                public List<(string Key, Action<Module> Hook)> NoticeBefore = [];
                public List<(string Key, Action<Module> Hook)> NoticeAfter = [];
                public int Registered;
            }

            /// <summary>Takes a hook off again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove() => module.Remove(key);
            }
        }
    }
}
