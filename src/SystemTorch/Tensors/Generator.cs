using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with its own state.</summary>
    public class Generator : IDisposable
    {
        private IntPtr _handle;

        public Generator(ulong seed = 0, Device device = null)
        {
            Runtime.EnsureStarted();
            this.device = device ?? CPU;
            _handle = Native.Check(
                Native.st_generator_new(seed, (int)this.device.type, this.device.index), $"making a random generator on {this.device}");
        }

        private Generator(IntPtr handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The CPU generator that operators use when none is given.</summary>
        public static Generator Default
        {
            get
            {
                Runtime.EnsureStarted();
                return new Generator(Native.Check(Native.st_generator_default((int)DeviceType.CPU, -1), "reaching the default generator"), CPU);
            }
        }

        public Device device { get; }

        public IntPtr Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle == IntPtr.Zero, this);
                return _handle;
            }
        }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.st_generator_set_seed(Handle, unchecked((ulong)seed)), "seeding a random generator");
            GC.KeepAlive(this);
            return this;
        }

        public long initial_seed()
        {
            var seed = Native.st_generator_seed(Handle);
            GC.KeepAlive(this);
            return unchecked((long)seed);
        }

        /// <summary>Reseeds from the system's entropy and returns the seed.</summary>
        public long seed()
        {
            var seed = Native.st_generator_reseed(Handle);
            GC.KeepAlive(this);
            return unchecked((long)seed);
        }

        public Tensor get_state()
        {
            var state = Native.Check(Native.st_generator_get_state(Handle), "reading a random generator's state");
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.st_generator_set_state(Handle, value.Handle), "setting a random generator's state");
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero)
                Native.st_generator_free(handle);
        }
    }

    public static Generator manual_seed(long seed)
    {
        Runtime.EnsureStarted();
        Native.Check(Native.st_manual_seed(unchecked((ulong)seed)), "seeding");
        return Generator.Default;
    }

    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long initial_seed() => torch.initial_seed();

        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
