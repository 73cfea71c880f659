using System.Linq.Expressions;
using System.Reflection;
using TorchSharp;

namespace RlLab.Engines;

/// <summary>What a run that shares its thread with others owns of the package's state by thread: its dispose scopes and its gradient mode.</summary>
/// <remarks>
/// libtorch's default generator is one for all: a run that draws from it after its start draws what its neighbours leave. What it draws while it
/// starts, its networks' first weights above all, follows its own seed.
/// </remarks>
internal sealed class LibtorchState
{
    // The package has no public way to another set of scopes.
    private static readonly MemberExpression Scopes = Expression.Field(null, TorchEngines.Loaded.Assembly.GetType("TorchSharp.DisposeScopeManager")?
        .GetField("_threadSingleton", BindingFlags.NonPublic | BindingFlags.Static)
        ?? throw new EngineException("This version of TorchSharp keeps its dispose scopes elsewhere; lanes need the one that RlLab was built with."));

    private static readonly Func<object?> GetScopes = Expression.Lambda<Func<object?>>(Scopes).Compile();
    private static readonly Action<object?> SetScopes = SetterOf(Scopes);

    // Read where a lane gives a thread back, and written before it was given.
    [ThreadStatic]
    private static object? _ownScopes;

    [ThreadStatic]
    private static bool _ownGradient;

    private object? _scopes;
    private bool _gradient = true;

    public static void Switch(LibtorchState? from, LibtorchState? to)
    {
        var (scopes, gradient) = (GetScopes(), torch.is_grad_enabled());
        if (from is null)
        {
            (_ownScopes, _ownGradient) = (scopes, gradient);
        }
        else
        {
            (from._scopes, from._gradient) = (scopes, gradient);
        }

        SetScopes(to is null ? _ownScopes : to._scopes);
        var wanted = to is null ? _ownGradient : to._gradient;
        if (wanted != gradient)
        {
            // The mode stays when what this gives is not disposed.
            _ = torch.set_grad_enabled(wanted);
        }
    }
    private static Action<object?> SetterOf(MemberExpression field)
    {
        var value = Expression.Parameter(typeof(object));
        return Expression.Lambda<Action<object?>>(Expression.Assign(field, Expression.Convert(value, field.Type)), value).Compile();
    }
}
