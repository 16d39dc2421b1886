using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with the weights decaying on their own, not through the gradient (Loshchilov and Hutter 2019).</summary>
public class AdamW : OptimizerHelper, optim.IBetas
{
    internal AdamW(IEnumerable<ParamGroup> parameters, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize)
    {
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    public (double, double) Betas
    {
        get => _parameter_groups.Cast<ParamGroup>().First().Betas;
        set
        {
            foreach (var group in _parameter_groups.Cast<ParamGroup>())
                group.Betas = value;
        }
    }

    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        var defaults = (Options)_defaults;
        var group = (ParamGroup)param_group;
        group.Options ??= new Options();
        group.Options.beta1 ??= defaults.beta1;
        group.Options.beta2 ??= defaults.beta2;
        group.Options.eps ??= defaults.eps;
        group.Options.weight_decay ??= defaults.weight_decay;
        group.Options.amsgrad ??= defaults.amsgrad;
        group.Options.maximize ??= defaults.maximize;
        base.add_param_group(param_group);
    }

    /// <summary>One step for every parameter that has a gradient. Whole groups go to libtorch at once.</summary>
    public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Step, closure);

    internal override OptimizerState NewState(Parameter parameter) => new State(parameter);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            DisposeStates();
        base.Dispose(disposing);
    }

    private void Step(ParamGroup group)
    {
        foreach (var batch in AdamBatch.Of(group.Parameters, p => StateOf<State>(p)))
        {
            foreach (var state in batch.States)
                state.step++;
            Update(batch, group);
        }
    }

    private static void Update(AdamBatch<State> batch, ParamGroup group)
    {
        var options = group.Options;
        var rate = group.LearningRate;
        var (beta1, beta2) = group.Betas;
        var decay = options.weight_decay ?? 0;
        var weights = batch.Weights;
        var gradients = options.maximize == true ? Ops._foreach_neg.RunList(batch.Gradients) : batch.Gradients;
        if (decay != 0)
            Ops._foreach_mul__Scalar.Do(weights, 1 - rate * decay);
        var means = Array.ConvertAll(batch.States, s => s.exp_avg);
        var squares = Array.ConvertAll(batch.States, s => s.exp_avg_sq);
        Ops._foreach_mul__Scalar.Do(means, beta1);
        Ops._foreach_add__List.Do(means, gradients, 1 - beta1);
        Ops._foreach_mul__Scalar.Do(squares, beta2);
        Ops._foreach_addcmul__Scalar.Do(squares, gradients, gradients, 1 - beta2);
        if (options.amsgrad == true)
        {
            foreach (var state in batch.States)
                Ops.maximum_out.Do(state.max_exp_avg_sq, state.exp_avg_sq, state.max_exp_avg_sq);
            squares = Array.ConvertAll(batch.States, s => s.max_exp_avg_sq);
        }
        var correction1 = 1 - Math.Pow(beta1, batch.States[0].step);
        var correction2 = 1 - Math.Pow(beta2, batch.States[0].step);
        var roots = Ops._foreach_sqrt.RunList(squares);
        Ops._foreach_div__Scalar.Do(roots, Math.Sqrt(correction2));
        Ops._foreach_add__Scalar.Do(roots, options.eps ?? 1e-8);
        Ops._foreach_addcdiv__Scalar.Do(weights, means, roots, -rate / correction1);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1 ?? 0.9);
            writer.Write(beta2 ?? 0.999);
            writer.Write(eps ?? 1e-8);
            writer.Write(weight_decay ?? 0);
            writer.Write(amsgrad ?? false);
            writer.Write(maximize ?? false);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            (beta1, beta2, eps) = (options.beta1, options.beta2, options.eps);
            (weight_decay, amsgrad, maximize) = (options.weight_decay, options.amsgrad, options.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1 ?? 0.9, Options.beta2 ?? 0.999);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable, IStepped
    {
        public long step;
        public Tensor exp_avg;
        public Tensor exp_avg_sq;
        public Tensor max_exp_avg_sq;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        long IStepped.Step => step;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            exp_avg = StateTensors.Like(_parameter);
            exp_avg_sq = StateTensors.Like(_parameter);
            if ((options as Options)?.amsgrad == true)
                max_exp_avg_sq = StateTensors.Like(_parameter);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            StateTensors.Write(writer, exp_avg);
            StateTensors.Write(writer, exp_avg_sq);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            Dispose();
            step = reader.ReadInt64();
            exp_avg = StateTensors.Read(reader, _parameter.device);
            exp_avg_sq = StateTensors.Read(reader, _parameter.device);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            StateTensors.Copy(other.exp_avg, ref exp_avg);
            StateTensors.Copy(other.exp_avg_sq, ref exp_avg_sq);
            StateTensors.Copy(other.max_exp_avg_sq, ref max_exp_avg_sq);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State s && step == s.step && exp_avg.allclose(s.exp_avg) && exp_avg_sq.allclose(s.exp_avg_sq);

        public override void to(Device device)
        {
            StateTensors.Move(ref exp_avg, device);
            StateTensors.Move(ref exp_avg_sq, device);
            StateTensors.Move(ref max_exp_avg_sq, device);
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
            max_exp_avg_sq = null;
        }
    }
}
