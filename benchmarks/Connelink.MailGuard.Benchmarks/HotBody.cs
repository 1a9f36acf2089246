using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>One benchmark with one set of parameters, set up and callable without BenchmarkDotNet.</summary>
internal sealed class HotBody(string name, object benchmark, Action run) : IDisposable
{
    public string Name => name;

    public void Run() => run();

    public void Dispose() => CallMarked(benchmark, typeof(GlobalCleanupAttribute));

    /// <summary>Each is set up when it is asked for.</summary>
    public static IEnumerable<HotBody> All() =>
        from type in typeof(HotBody).Assembly.GetTypes().OrderBy(type => type.Name, StringComparer.Ordinal)
        where !type.IsAbstract
        from method in type.GetMethods()
        where method.IsDefined(typeof(HotPathAttribute))
        from value in Values(type)
        select Create(type, method, value);

    private static HotBody Create(Type type, MethodInfo method, object? value)
    {
        var benchmark = Activator.CreateInstance(type)!;
        Parameter(type)?.SetValue(benchmark, value);
        CallMarked(benchmark, typeof(GlobalSetupAttribute));
        return new HotBody($"{type.Name}.{method.Name}{(value is null ? "" : $"({value})")}", benchmark, Delegate(method, benchmark));
    }

    private static Action Delegate(MethodInfo method, object benchmark)
    {
        if (method.ReturnType == typeof(void)) return method.CreateDelegate<Action>(benchmark);
        var function = method.CreateDelegate<Func<long>>(benchmark);
        return () => function();
    }

    private static void CallMarked(object benchmark, Type mark)
    {
        foreach (var method in benchmark.GetType().GetMethods().Where(method => method.IsDefined(mark))) method.Invoke(benchmark, null);
    }

    private static PropertyInfo? Parameter(Type type) =>
        type.GetProperties().SingleOrDefault(property => property.IsDefined(typeof(ParamsAttribute)) || property.IsDefined(typeof(ParamsSourceAttribute)));

    private static IEnumerable<object?> Values(Type type)
    {
        if (Parameter(type) is not { } property) return [null];
        if (property.GetCustomAttribute<ParamsAttribute>() is { } fixedValues) return fixedValues.Values;
        var source = type.GetProperty(property.GetCustomAttribute<ParamsSourceAttribute>()!.Name)!;
        return ((System.Collections.IEnumerable)source.GetValue(null)!).Cast<object?>();
    }
}
