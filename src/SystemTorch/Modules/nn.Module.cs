using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>
        /// A part of a network: its parameters, buffers and child modules by name. Children and parameters are fields;
        /// the constructor's last line is <see cref="RegisterComponents"/>.
        /// </summary>
        public partial class Module : IDisposable
        {
            protected string name;

            private readonly List<KeyValuePair<string, Parameter>> _ownParameters = [];
            private readonly List<KeyValuePair<string, (Tensor Buffer, bool Persistent)>> _ownBuffers = [];
            private readonly List<KeyValuePair<string, Module>> _children = [];
            private bool _training = true;
            private bool _disposed;

            protected Module(string name)
            {
                ArgumentNullException.ThrowIfNull(name);
                this.name = name;
            }

            public virtual bool training => _training;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in _children)
                    child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var gradient = parameter.grad;
                        using var off = no_grad();
                        gradient?.detach_().zero_();
                    }
                }
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in _children)
                    child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                RequireFresh(name);
                _ownParameters.Add(new(name, param));
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                RequireFresh(name);
                _ownBuffers.Add(new(name, (tensor, persistent)));
            }

            public virtual void register_module(string name, Module submodule)
            {
                RequireFresh(name);
                if (submodule is not null)
                    _children.Add(new(name, submodule));
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed || !disposing)
                    return;
                _disposed = true;
                foreach (var (_, parameter) in _ownParameters)
                    parameter?.Dispose();
                foreach (var (_, (buffer, _)) in _ownBuffers)
                    buffer?.Dispose();
                foreach (var (_, child) in _children)
                    child.Dispose();
            }

            /// <summary>
            /// Registers every field that holds a parameter, a buffer or a module under the field's name, or under the one
            /// that a <see cref="Utils.ComponentNameAttribute"/> gives.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                foreach (var (key, value) in ComponentFields.Of(this))
                {
                    if (Has(key))
                        continue;
                    switch (value)
                    {
                        case Module module:
                            register_module(key, module);
                            break;
                        case Parameter parameter:
                            register_parameter(key, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(key, tensor);
                            break;
                    }
                }
            }

            protected void ClearModules() => _children.Clear();

            internal void ReplaceParameter(string key, Parameter value)
            {
                var place = _ownParameters.FindIndex(p => p.Key == key);
                if (place < 0)
                    _ownParameters.Add(new(key, value));
                else
                    _ownParameters[place] = new(key, value);
            }

            private bool Has(string key) =>
                _children.Exists(c => c.Key == key) || _ownParameters.Exists(p => p.Key == key) || _ownBuffers.Exists(b => b.Key == key);

            private void RequireFresh(string key)
            {
                if (string.IsNullOrEmpty(key) || key.Contains('.'))
                    throw new ArgumentException($"'{key}' cannot be a component's name: it must be there and hold no '.'.", nameof(key));
                if (Has(key))
                    throw new InvalidOperationException($"{GetName()} already has a component named '{key}'.");
            }
        }
    }
}
