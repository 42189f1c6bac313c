using Acornima;
using Acornima.Ast;

namespace Gateway.Transforms.Scripts;

/// <summary>
/// Counts the texts that one statement joins (<c>a + b</c>, <c>`${a}${b}`</c>). The engine looks at its limit of memory between statements only,
/// so a long text joined a thousand times in one would be gigabytes first.
/// </summary>
internal sealed class ScriptJoins
{
    private const int Max = 32;

    private int _count;

    /// <summary>Why the statement is refused with this node, too; null: it is not.</summary>
    public string? Add(Node node)
    {
        _count += node switch
        {
            BinaryExpression { Operator: Operator.Addition } or AssignmentExpression { Operator: Operator.AdditionAssignment } => 1,
            TemplateLiteral template => template.Expressions.Count,
            _ => 0,
        };
        return _count > Max ? $"one statement joins more than {Max} values; write it as several, or as [a, b, c].join('')" : null;
    }
}
