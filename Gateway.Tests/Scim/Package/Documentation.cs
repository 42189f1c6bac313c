using System.Reflection;
using System.Xml.Linq;
using Gateway.Scim.Messages;

namespace Gateway.Tests.Scim.Package;

/// <summary>The XML documentation that the compiler wrote beside Gateway.Scim, by the ids of the C# specification (annex D).</summary>
internal sealed class Documentation
{
    private readonly Dictionary<string, XElement> _members;

    private Documentation(XDocument document) =>
        _members = document.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public static Documentation Read() => new(XDocument.Load(Path.ChangeExtension(typeof(ScimError).Assembly.Location, ".xml")));

    /// <summary>All that is written about it; null when there is nothing.</summary>
    public XElement? Of(MemberInfo member) => _members.GetValueOrDefault(IdOf(member));

    /// <summary>Whether it has a summary that is not empty, or takes over that of what it implements.</summary>
    public bool Says(MemberInfo member) =>
        Of(member) is { } text && (text.Element("inheritdoc") is not null || !string.IsNullOrWhiteSpace(text.Element("summary")?.Value));

    /// <summary>Whether the type tells of this part of it, by a param or in its sentences: so are the members of a record's head documented.</summary>
    public bool Tells(Type type, string parameter) =>
        Of(type)?.Descendants().Any(element => element.Name.LocalName is "param" or "paramref" && (string?)element.Attribute("name") == parameter) == true;

    private static string IdOf(MemberInfo member) => member switch
    {
        Type type => "T:" + Named(type),
        ConstructorInfo constructor => $"M:{Named(constructor.DeclaringType!)}.#ctor{Parameters(constructor)}",
        MethodInfo method => $"M:{Named(method.DeclaringType!)}.{method.Name}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : string.Empty)}{Parameters(method)}{(method.Name is "op_Implicit" or "op_Explicit" ? "~" + NameOf(method.ReturnType) : string.Empty)}",
        PropertyInfo property => $"P:{Named(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        FieldInfo field => $"F:{Named(field.DeclaringType!)}.{field.Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? string.Empty : $"({string.Join(',', parameters.Select(parameter => NameOf(parameter.ParameterType)))})";

    /// <summary>A type as the owner of a member: its parameters are counted.</summary>
    private static string Named(Type type) => $"{(type.IsNested ? Named(type.DeclaringType!) : type.Namespace)}.{type.Name}";

    /// <summary>A type in a signature: its arguments are named.</summary>
    private static string NameOf(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return NameOf(type.GetElementType()!) + (type.IsByRef ? "@" : "[]");
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        return type.IsGenericType
            ? $"{type.Namespace}.{type.Name.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}"
            : Named(type);
    }
}
