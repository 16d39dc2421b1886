using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<Module> children() => _children.Select(c => c.Value);

            public virtual IEnumerable<(string name, Module module)> named_children() => _children.Select(c => (c.Key, c.Value));

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>All modules below this one, with their dotted names; without this one.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (key, child) in _children)
                {
                    yield return (key, child);
                    foreach (var (name, module) in child.named_modules())
                        yield return ($"{key}.{name}", module);
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            /// <summary>Every parameter once, with its dotted name.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (key, parameter) in _ownParameters)
                {
                    if (parameter is not null && seen.Add(parameter))
                        yield return (key, parameter);
                }
                if (!recurse)
                    yield break;
                foreach (var (key, child) in named_children())
                {
                    foreach (var (name, parameter) in child.named_parameters(true))
                    {
                        if (seen.Add(parameter))
                            yield return ($"{key}.{name}", parameter);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                foreach (var (key, (buffer, persistent)) in _ownBuffers)
                {
                    if (buffer is not null && (persistent || include_nonpersistent))
                        yield return (key, buffer);
                }
                if (!recurse)
                    yield break;
                foreach (var (key, child) in named_children())
                {
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                        yield return ($"{key}.{name}", buffer);
                }
            }

            public virtual bool has_parameter(string target) => Find(target, named_parameters()) is not null;

            public virtual Parameter get_parameter(string target) => Find(target, named_parameters());

            public virtual bool has_buffer(string target) => Find(target, named_buffers()) is not null;

            public virtual Tensor get_buffer(string target) => Find(target, named_buffers());

            /// <summary>Parameters and persistent buffers by dotted name: the module's own tensors, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor> destination = null, string prefix = null)
            {
                destination ??= [];
                var before = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in _ownParameters)
                {
                    if (parameter is not null)
                        destination.TryAdd(before + key, parameter);
                }
                foreach (var (key, (buffer, persistent)) in _ownBuffers)
                {
                    if (buffer is not null && persistent)
                        destination.TryAdd(before + key, buffer);
                }
                foreach (var (key, child) in named_children())
                    child.state_dict(destination, before + key);
                return destination;
            }

            /// <summary>
            /// Copies values by name, converting kinds. Unlike TorchSharp, shapes must match exactly and a strict failure names the keys.
            /// </summary>
            /// <exception cref="InvalidOperationException">Strict, and keys are missing or unexpected; or shapes differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string> skip = null)
            {
                var own = state_dict();
                var skipped = new HashSet<string>(skip ?? []);
                var missing = own.Keys.Where(k => !source.ContainsKey(k) && !skipped.Contains(k)).ToList();
                var unexpected = source.Keys.Where(k => !own.ContainsKey(k) && !skipped.Contains(k)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException($"The loaded state_dict is not identical to the target dictionary. Missing: {string.Join(", ", missing)}. Unexpected: {string.Join(", ", unexpected)}.");
                using var off = no_grad();
                foreach (var (key, target) in own)
                {
                    if (skipped.Contains(key) || !source.TryGetValue(key, out var value))
                        continue;
                    if (!target.shape.AsSpan().SequenceEqual(value.shape))
                        throw new InvalidOperationException($"'{key}' has the shape [{string.Join(", ", target.shape)}], the source's is [{string.Join(", ", value.shape)}].");
                    target.copy_(value);
                }
                return (missing, unexpected);
            }

            private static T Find<T>(string target, IEnumerable<(string Name, T Value)> all)
                where T : class => all.FirstOrDefault(p => p.Name == target).Value;
        }
    }
}
