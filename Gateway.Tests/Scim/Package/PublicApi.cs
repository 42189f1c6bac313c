using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Gateway.Scim.Messages;

namespace Gateway.Tests.Scim.Package;

/// <summary>The public surface of Gateway.Scim, read from the compiled assembly.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Nested ones too, in the order of their names.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. typeof(ScimError).Assembly.GetExportedTypes().OrderBy(NameOf, StringComparer.Ordinal)];

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    /// <summary>What somebody wrote: neither what the compiler makes of a record nor accessors.</summary>
    public static IReadOnlyList<MemberInfo> MembersOf(Type type) => type.IsEnum
        ? [.. type.GetFields(BindingFlags.Public | BindingFlags.Static)]
        : [.. type.GetMembers(Declared).Where(member => member is not Type && IsWritten(member))];

    /// <summary>One line a type and one a member, sorted: <c>Type.Member(…) : Type</c>.</summary>
    public static IEnumerable<string> Lines() => Types
        .SelectMany(type => MembersOf(type).Select(member => $"{NameOf(type)}.{Describe(member)}").Prepend(Describe(type)))
        .Order(StringComparer.Ordinal);

    /// <summary>Without the root namespace; a nested type behind a dot, type parameters by name.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsArray || type.IsByRef)
        {
            return NameOf(type.GetElementType()!) + (type.IsArray ? "[]" : string.Empty);
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        name = arguments.Length == 0 ? name : $"{name}<{string.Join(", ", arguments.Select(NameOf))}>";
        return type.IsNested ? $"{NameOf(type.DeclaringType!)}.{name}"
            : type.Namespace!.StartsWith("Gateway.Scim", StringComparison.Ordinal) ? $"{type.Namespace["Gateway.Scim.".Length..]}.{name}" : name;
    }

    private static string Describe(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => $"{(type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : string.Empty)}{(IsRecord(type) ? "record" : "class")}",
        };
        var bases = (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(Enum) && parent != typeof(ValueType) ? [NameOf(parent)] : Array.Empty<string>())
            .Concat(type.GetInterfaces().Where(face => !face.Name.StartsWith("IEquatable", StringComparison.Ordinal) && !type.IsEnum).Select(NameOf).Order(StringComparer.Ordinal));
        return $"{NameOf(type)} : {string.Join(", ", bases.Prepend(kind))}";
    }

    private static string Describe(MemberInfo member)
    {
        var nullability = new NullabilityInfoContext();
        return member switch
        {
            FieldInfo { IsLiteral: true } constant => $"{constant.Name} = {Literal(constant.GetRawConstantValue())}",
            FieldInfo field => $"{field.Name} : {Text(nullability.Create(field))}{(field.IsInitOnly ? " readonly" : " settable")}",
            PropertyInfo property => $"{property.Name}{(property.GetIndexParameters() is { Length: > 0 } index ? $"[{Parameters(index)}]" : string.Empty)} : {Text(nullability.Create(property))}{Accessors(property)}{Static(property.GetMethod!)}",
            ConstructorInfo constructor => $"new({Parameters(constructor.GetParameters())})",
            MethodInfo method => $"{method.Name}({Parameters(method.GetParameters())}) : {Text(nullability.Create(method.ReturnParameter))}{Static(method)}",
            _ => member.ToString()!,
        };

        string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
            $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : string.Empty)}{Text(nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : string.Empty)}"));
    }

    private static string Static(MethodInfo method) => method.IsStatic ? " static" : string.Empty;

    private static string Accessors(PropertyInfo property) => property.SetMethod switch
    {
        null or { IsPublic: false } => " { get; }",
        var set when set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => " { get; init; }",
        _ => " { get; set; }",
    };

    private static string Text(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return NameOf(value) + "?";
        }

        var arguments = info.GenericTypeArguments;
        var name = NameOf(type);
        if (arguments.Length > 0)
        {
            name = $"{name[..name.IndexOf('<', StringComparison.Ordinal)]}<{string.Join(", ", arguments.Select(Text))}>";
        }

        return info.ReadState == NullabilityState.Nullable && !type.IsValueType ? name + "?" : name;
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsWritten(MemberInfo member) => member switch
    {
        MethodInfo { Name: "<Clone>$" } => false,
        MethodInfo method => (!method.IsSpecialName || method.Name is "op_Implicit" or "op_Explicit") && !method.IsDefined(typeof(CompilerGeneratedAttribute)),
        ConstructorInfo constructor => !constructor.IsDefined(typeof(CompilerGeneratedAttribute)),
        PropertyInfo { Name: "EqualityContract" } => false,
        _ => true,
    };
}
