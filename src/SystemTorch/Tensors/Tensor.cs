using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle on one libtorch tensor. Dispose it, or let its dispose scope do so.</summary>
    public partial class Tensor : IDisposable
    {
        private const int MostDimensions = 64;

        private static long s_totalCount;
        private static long s_peakCount;

        private IntPtr _handle;

        internal Tensor(IntPtr handle)
        {
            _handle = handle;
            var count = Interlocked.Increment(ref s_totalCount);
            // A race may lose a peak by one; counting must not cost a loop of its own.
            if (count > s_peakCount)
                s_peakCount = count;
            OwningDisposeScope = DisposeScopeManager.OfThread.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensor objects alive in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The largest <see cref="TotalCount"/> so far.</summary>
        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        /// <summary>Whether the tensor has been disposed.</summary>
        public bool IsInvalid => _handle == IntPtr.Zero;

        /// <summary>The native handle, valid while this object is alive and not disposed.</summary>
        /// <exception cref="ObjectDisposedException">The tensor has been disposed, directly or by its scope.</exception>
        public IntPtr Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                if (_handle == IntPtr.Zero)
                    ThrowDisposed();
                return _handle;
            }
        }

        internal DisposeScope OwningDisposeScope { get; set; }

        public void Dispose()
        {
            if (_handle != IntPtr.Zero)
                CountDisposal();
            DisposeByScope();
        }

        /// <summary>Hands the native reference over to the caller; this object is empty afterwards.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var handle = Handle;
            GC.SuppressFinalize(this);
            CountDisposal();
            _handle = IntPtr.Zero;
            Interlocked.Decrement(ref s_totalCount);
            return handle;
        }

        /// <summary>Takes the tensor out of its scope: from here on the caller disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope around its own, or out of all scopes.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is { } scope)
                scope.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        public override bool Equals(object obj) => obj is Tensor tensor && Equals(tensor);

        /// <summary>Whether shape, kind and all values are the same.</summary>
        public bool Equals(Tensor target) =>
            target is not null && (ReferenceEquals(this, target) || (dtype == target.dtype && Ops.equal.RunBool(this, target)));

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        internal void DisposeByScope()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero)
                return;
            Interlocked.Decrement(ref s_totalCount);
            Native.st_release(handle);
        }

        private void CountDisposal()
        {
            if (OwningDisposeScope is { } scope)
                scope.MarkAsDisposed(this);
            else
                DisposeScopeManager.OfThread.Counts.TensorStatistics.DisposedOutsideScopeCount++;
        }

        private static void ThrowDisposed() =>
            throw new ObjectDisposedException(nameof(Tensor), "The tensor has been disposed, by a call of Dispose or by the dispose scope that owned it.");
    }
}
