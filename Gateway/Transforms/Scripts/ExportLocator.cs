using System.Globalization;
using Acornima.Ast;

namespace Gateway.Transforms.Scripts;

/// <summary>Finds the line of an export, or of a value inside one, as deep as it is written out as a literal.</summary>
internal static class ExportLocator
{
    /// <summary>Line and column (1-based) of the innermost node found; null when the export is not declared where it is exported.</summary>
    public static (int Line, int Column)? Locate(Module module, IReadOnlyList<string> path)
    {
        if (path.Count == 0 || Declared(module, path[0]) is not { } start)
        {
            return null;
        }

        var (at, value) = start;
        foreach (var key in path.Skip(1))
        {
            if (Child(value, key) is not { } child)
            {
                break;
            }

            (at, value) = child;
        }

        return (at.Location.Start.Line, at.Location.Start.Column + 1);
    }

    private static (Node At, Node? Value)? Declared(Module module, string name)
    {
        foreach (var statement in module.Body)
        {
            var declaration = statement is ExportNamedDeclaration { Declaration: { } exported } ? exported : statement;
            if (declaration is FunctionDeclaration { Id: { } id } function && id.Name == name)
            {
                return (id, function);
            }

            if (declaration is VariableDeclaration variables)
            {
                foreach (var variable in variables.Declarations)
                {
                    if (variable.Id is Identifier identifier && identifier.Name == name)
                    {
                        return (identifier, variable.Init);
                    }
                }
            }
        }

        return null;
    }

    private static (Node At, Node? Value)? Child(Node? value, string key)
    {
        if (value is ArrayExpression array && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.Elements.Count)
        {
            return array.Elements[index] is { } element ? (element, element) : null;
        }

        if (value is ObjectExpression complex)
        {
            foreach (var property in complex.Properties)
            {
                if (property is Property { Computed: false } named && KeyOf(named.Key) == key)
                {
                    return (named.Key, named.Value);
                }
            }
        }

        return null;
    }

    private static string? KeyOf(Node key) => key switch
    {
        Identifier identifier => identifier.Name,
        StringLiteral text => text.Value,
        _ => null,
    };
}
