namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates that change as training goes on.</summary>
        public static partial class lr_scheduler
        {
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0d, int last_epoch = -1, bool verbose = false) =>
                new FormulaLR(optimizer, last_epoch, (initial, step) => eta_min + (initial - eta_min) * (1 + Math.Cos(Math.PI * step / T_max)) / 2);

            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new FormulaLR(optimizer, last_epoch, (initial, step) => initial * lr_lambda(step));

            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1d, int last_epoch = -1, bool verbose = false) =>
                new FormulaLR(optimizer, last_epoch, (initial, step) => initial * Math.Pow(gamma, step / step_size));

            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1d, int last_epoch = -1, bool verbose = false) =>
                new FormulaLR(optimizer, last_epoch, (initial, step) => initial * Math.Pow(gamma, step));

            /// <summary>Sets the groups' learning rates, once when made and once a step.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;

                private readonly Optimizer _optimizer;
                private double[] _last = [];

                protected LRScheduler()
                {
                }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _optimizer = optimizer;
                    Epoch = last_epoch;
                    Initial = optimizer.ParamGroups.Select(g => last_epoch < 0 ? g.InitialLearningRate = g.LearningRate : g.InitialLearningRate).ToArray();
                }

                internal int Epoch { get; private set; }

                internal double[] Initial { get; } = [];

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    Apply(epoch is null ? get_lr() : get_closed_form_lr());
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates set by the last step, one a group.</summary>
                public IEnumerable<double> get_last_lr() => _last;

                protected virtual IEnumerable<double> get_lr() => Initial;

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private void Apply(IEnumerable<double> rates)
                {
                    _last = rates.ToArray();
                    foreach (var (group, rate) in _optimizer.ParamGroups.Zip(_last))
                        group.LearningRate = rate;
                }
            }

            private sealed class FormulaLR : LRScheduler
            {
                private readonly Func<double, int, double> _formula;

                internal FormulaLR(Optimizer optimizer, int lastEpoch, Func<double, int, double> formula)
                    : base(optimizer, lastEpoch)
                {
                    _formula = formula;
                    step();
                }

                protected override IEnumerable<double> get_lr() => Initial.Select(r => _formula(r, Epoch));
            }
        }
    }
}
