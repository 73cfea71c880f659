using RlLab.Engines;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Algorithms;

/// <summary>What is to become smaller, and what is told of it.</summary>
/// <param name="Value">One number a run.</param>
/// <param name="Figures">What is read beside it: one number a run each.</param>
/// <param name="EachRow">What is read of each row, after the figures: [rows]; null for nothing.</param>
public readonly record struct Loss(Tensor Value, Tensor[]? Figures = null, Tensor? EachRow = null);

/// <summary>A step of an optimiser down the gradient of a loss; where runs train in lanes, one backward pass is taken for all of them.</summary>
/// <typeparam name="T">What knows the rows to learn from, the networks and the numbers.</typeparam>
public sealed class GradientStep<T>
{
    private readonly OwnRows<T> _own;
    private readonly List<float> _losses = [];
    private readonly List<Tensor> _unreadLosses = [];
    private float[] _figures = [];
    private Parameter[]? _parameters;
    private GradientRequest<T>? _request;

    /// <summary>A step that can be taken again and again.</summary>
    /// <param name="owner">What knows the rows to learn from, the networks and the numbers.</param>
    /// <param name="loss">
    /// The loss, a static function. Of several runs that train in lanes it is asked once, for the rows of all, so whatever differs from run to run
    /// it asks of the rows, and what chooses among ways to compute it is a step's variant.
    /// </param>
    /// <param name="optimizer">Improves the networks' parameters.</param>
    /// <param name="networks">Those that the loss calls.</param>
    public GradientStep(T owner, Func<Rows<T>, Loss> loss, optim.Optimizer optimizer, params IEnumerable<Module<Tensor, Tensor>> networks)
    {
        (Owner, LossOf, Optimizer, _own) = (owner, loss, optimizer, new OwnRows<T>(owner));
        Networks = [.. networks];
    }

    /// <summary>What the loss and its figures are called where one is not finite. Default: none, and nothing is read.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What the Euclidean norm of the first network's gradient is called where it is not finite; null for not to compute it.</summary>
    public string? NormName { get; init; }

    /// <summary>Whether each step's loss is kept until <see cref="TakeLosses"/>: whoever reads it waits for its update. Default: false.</summary>
    public bool KeepsLosses { get; init; }

    /// <summary>What is done to the gradients before the step. Default: nothing.</summary>
    public Action? Limit { get; init; }

    /// <summary>What was read at the last step: the loss, its figures, and what there is of each row.</summary>
    public ReadOnlySpan<float> Figures => _figures;

    /// <summary>The Euclidean norm of the first network's gradient at the last step, where <see cref="NormName"/> asks for it.</summary>
    public double Norm { get; internal set; }

    internal T Owner { get; }

    internal Func<Rows<T>, Loss> LossOf { get; }

    internal optim.Optimizer Optimizer { get; }

    internal IReadOnlyList<Module<Tensor, Tensor>> Networks { get; }

    /// <summary>The rows of the last step; 0 before the first.</summary>
    internal long Rows { get; set; }

    /// <summary>Takes a step.</summary>
    /// <param name="variant">
    /// What chooses among several ways to compute the loss: an object that equals those that choose alike. Default: null, there is but one way.
    /// </param>
    /// <returns>Completes when it is taken: at once where a run trains alone, else when it was taken for all lanes that wait for one.</returns>
    /// <exception cref="DivergedException">The loss or a figure is not finite; the weights are as before.</exception>
    public ValueTask Apply(object? variant = null)
    {
        if (Lane.Current is { } lane)
        {
            if (_request?.Lane != lane)
            {
                _request = new GradientRequest<T>(this);
            }

            if (_request.IsToBeJoined)
            {
                return _request.AskForStep(variant);
            }
        }

        ApplyAlone();
        return ValueTask.CompletedTask;
    }

    /// <summary>The losses of the steps since this was last called, where <see cref="KeepsLosses"/> asks for them.</summary>
    public float[] TakeLosses()
    {
        if (_unreadLosses.Count > 0)
        {
            using var scope = NewDisposeScope();
            _losses.AddRange(stack(_unreadLosses).cpu().data<float>().ToArray());
            _unreadLosses.ForEach(loss => loss.Dispose());
            _unreadLosses.Clear();
        }

        float[] losses = [.. _losses];
        _losses.Clear();
        return losses;
    }

    internal void ApplyAlone()
    {
        using var scope = NewDisposeScope();
        var loss = LossOf(_own);
        Optimizer.zero_grad();
        loss.Value.backward();
        Rows = _own.Count;
        Read(loss);
        if (KeepsLosses)
        {
            Keep(loss.Value);
        }

        Prepare();
        Optimizer.step();
    }

    /// <summary>Keeps a loss; the CPU has nothing to wait for, so there it is read.</summary>
    internal void Keep(Tensor loss)
    {
        if (loss.device_type == DeviceType.CPU)
        {
            _losses.Add(loss.item<float>());
        }
        else
        {
            _unreadLosses.Add(loss.detach().DetachFromDisposeScope());
        }
    }

    /// <summary>Memory for as many figures.</summary>
    internal float[] FiguresOf(int count) => _figures.Length == count ? _figures : _figures = new float[count];

    /// <summary>Looks at what was read, and limits the gradients; the step is all that is left.</summary>
    /// <exception cref="DivergedException">A named figure is not finite.</exception>
    internal void Prepare()
    {
        for (var i = 0; i < Names.Count; i++)
        {
            DivergedException.ThrowIfNotFinite(_figures[i], Names[i]);
        }

        if (NormName is not null)
        {
            DivergedException.ThrowIfNotFinite(Norm, NormName);
        }

        Limit?.Invoke();
    }

    private void Read(Loss loss)
    {
        if (Names.Count == 0)
        {
            return;
        }

        _parameters ??= NormName is null ? [] : [.. Networks[0].parameters()];
        if (loss.Value.device_type == DeviceType.CPU)
        {
            ReadEach(loss);
        }
        else
        {
            ReadInOneGo(loss);
        }
    }

    private void ReadEach(Loss loss)
    {
        var ofRows = loss.EachRow is null ? [] : loss.EachRow.detach().data<float>().ToArray();
        var (named, squares) = (1 + (loss.Figures?.Length ?? 0), 0.0);
        var figures = FiguresOf(named + ofRows.Length);
        figures[0] = loss.Value.item<float>();
        for (var i = 1; i < named; i++)
        {
            figures[i] = loss.Figures![i - 1].item<float>();
        }

        ofRows.CopyTo(figures, named);
        foreach (var parameter in _parameters!)
        {
            squares += JointOperations.Current.SquaredNorm(parameter) ?? 0;
        }

        Norm = Math.Sqrt(squares);
    }

    /// <summary>Each reading would wait until the device has done all that it was told.</summary>
    private void ReadInOneGo(Loss loss)
    {
        var squares = _parameters!.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.square().sum()).ToArray();
        var numbers = stack([loss.Value.detach(), .. (loss.Figures ?? []).Select(figure => figure.detach()), .. squares]);
        if (loss.EachRow is not null)
        {
            numbers = cat([numbers, loss.EachRow.detach()]);
        }

        var read = numbers.cpu().data<float>().ToArray();
        var named = 1 + (loss.Figures?.Length ?? 0);
        var figures = FiguresOf(read.Length - squares.Length);
        read.AsSpan(0, named).CopyTo(figures);
        read.AsSpan(named + squares.Length).CopyTo(figures.AsSpan(named));
        Norm = Math.Sqrt(read.AsSpan(named, squares.Length).ToArray().Sum(square => (double)square));
    }
}
