namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls others can watch and change.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            protected Dictionary<string, TPreHook> pre_hooks = [];
            protected Dictionary<string, TPostHook> post_hooks = [];

            private int _hooks;

            protected HookableModule(string name)
                : base(name)
            {
            }

            /// <summary>Adds a hook that runs before each call and may replace its input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = NextKey();
                pre_hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Adds a hook that runs after each call and may replace its output.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = NextKey();
                post_hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private string NextKey() => (_hooks++).ToString(System.Globalization.CultureInfo.InvariantCulture);

            /// <summary>Takes a hook out again.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                public void remove()
                {
                    _module.pre_hooks.Remove(_key);
                    _module.post_hooks.Remove(_key);
                }
            }
        }
    }
}
