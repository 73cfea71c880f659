using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RlLab.Testing;

/// <summary>Lists an assembly's public and protected members in the form of the package listings in tests/Golden/api.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] LeftOffNamespaces =
        ["TorchSharp.", "System.Collections.Generic.", "System.Threading.Tasks.", "System.IO.", "System."];

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(bool)] = "bool",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(sbyte)] = "sbyte",
        [typeof(ulong)] = "ulong",
        [typeof(char)] = "char",
    };

    /// <summary>Every type that code outside the assembly can name, in ordinal order.</summary>
    public static IEnumerable<Type> VisibleTypes(Assembly assembly) =>
        assembly.GetTypes().Where(IsVisible).OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>The line that declares a type.</summary>
    public static string TypeLine(Type type) => $"T\t{Name(type)}\t{Kind(type)}{Base(type)}";

    /// <summary>A line a member.</summary>
    public static IEnumerable<string> MemberLines(Type type) =>
        Members(type).Order(StringComparer.Ordinal).Distinct().Select(member => $"M\t{Name(type)}\t{member}");

    /// <summary>The bare names of the same members, a constructor's being <c>new</c>.</summary>
    public static IEnumerable<string> MemberNames(Type type) => type.IsEnum
        ? Enum.GetNames(type)
        : type.GetConstructors(Declared).Where(IsVisible).Select(_ => "new")
            .Concat(type.GetMethods(Declared).Where(IsVisible).Where(method => !IsAccessor(method)).Select(method => method.Name))
            .Concat(type.GetProperties(Declared).Where(property => IsVisible(Accessor(property))).Select(property => property.Name))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(field => field.Name));

    /// <summary>A type's name, generic arguments and nesting written as in C#.</summary>
    public static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        var arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            || (type.IsGenericType && type.Name.StartsWith("ValueTuple`")))
            return $"({string.Join(", ", arguments.Select(Name))})";
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return WithoutNamespace(WithArguments((definition.FullName ?? definition.Name).Replace('+', '.'), arguments));
    }

    private static string WithArguments(string name, Type[] arguments)
    {
        var used = 0;
        var parts = name.Split('.').Select(part =>
        {
            var tick = part.IndexOf('`');
            if (tick < 0)
                return part;
            var count = int.Parse(part.AsSpan(tick + 1), CultureInfo.InvariantCulture);
            var own = string.Join(", ", arguments.Skip(used).Take(count).Select(Name));
            used += count;
            return $"{part[..tick]}<{own}>";
        });
        return string.Join('.', parts.ToList());
    }

    private static string WithoutNamespace(string name) =>
        LeftOffNamespaces.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? name[found.Length..] : name;

    private static bool IsVisible(Type? type)
    {
        for (; type is not null; type = type.DeclaringType)
        {
            if (!(type.IsPublic || type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem))
                return false;
        }

        return true;
    }

    private static bool IsVisible(MethodBase? method) =>
        method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when type.BaseType == typeof(MulticastDelegate) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Base(Type type) =>
        type.BaseType is null || type.BaseType == typeof(object) || type.IsEnum || type.IsValueType || Kind(type) == "delegate"
            ? ""
            : " : " + Name(type.BaseType);

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}");
        return type.GetConstructors(Declared).Where(IsVisible).Select(Constructor)
            .Concat(type.GetMethods(Declared).Where(IsVisible).Where(method => !IsAccessor(method)).Select(Method))
            .Concat(type.GetProperties(Declared).Where(property => IsVisible(Accessor(property))).Select(Property))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(Field));
    }

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && new[] { "get_", "set_", "add_", "remove_" }.Any(prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal));

    private static string Constructor(ConstructorInfo constructor) =>
        $"new({Parameters(constructor)})" + (constructor.IsPublic ? "" : " protected");

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        var modifiers = (method.IsStatic ? "static " : "") + (method.IsPublic ? "" : "protected ") +
            (method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");
        return $"{modifiers}{Name(method.ReturnType)} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static MethodInfo? Accessor(PropertyInfo property) => property.GetMethod ?? property.SetMethod;

    private static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters();
        var name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        var accessors = (IsVisible(property.GetMethod) ? " get;" : "") + (IsVisible(property.SetMethod) ? " set;" : "");
        return $"{(Accessor(property)!.IsStatic ? "static " : "")}{Name(property.PropertyType)} {name} {{{accessors} }}";
    }

    private static string Field(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var modifier = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params " : "",
        };
        return $"{modifier}{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
            return "";
        return parameter.RawDefaultValue switch
        {
            null => parameter.ParameterType is { IsValueType: true, IsGenericType: false } ? " = default" : " = null",
            string text => $" = \"{text}\"",
            bool flag => flag ? " = true" : " = false",
            var value => " = " + Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }
}
