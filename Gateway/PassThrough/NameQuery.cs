using Gateway.Scim.Filters;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.PassThrough;

/// <summary>A filter as the target is to be asked, with its own names.</summary>
/// <param name="Text">Null: no name of the target can match, so the answer is an empty list.</param>
/// <param name="Asked">The one name that every answer must have, as Entra asked for it; null: the filter does not bind one.</param>
/// <param name="AppName">The target's name for it.</param>
internal sealed record NameQuery(string? Text, string? Asked, string? AppName)
{
    public static NameQuery Nothing(string asked) => new(null, asked, null);
}

/// <summary>Puts the target's names into a filter. A name can be asked for by <c>eq</c> (and <c>pr</c>); what else compares it, the target would answer by names that Entra does not know.</summary>
internal sealed class NameFilter(ResourceSchema type, Func<string, Task<Outcome<string?>>> toTarget)
{
    private readonly string _attribute = type == ResourceSchema.User ? "userName" : "displayName";
    private string? _asked;
    private string? _appName;
    private bool _isEmpty;

    public async Task<Outcome<NameQuery>> RewriteAsync(string text)
    {
        if (!FilterParser.Parse(text).TryGet(out var filter, out var error))
        {
            // A filter that our grammar does not read is the target's matter as long as no name is in it.
            return text.Contains(_attribute, StringComparison.OrdinalIgnoreCase) ? error : new NameQuery(text, null, null);
        }

        if (!(await RewriteAsync(filter, isBinding: true)).TryGet(out var changed, out error))
        {
            return error;
        }

        return _isEmpty ? NameQuery.Nothing(_asked ?? "") : new NameQuery(FilterWriter.Write(changed), _asked, _appName);
    }

    /// <param name="isBinding">Whether the whole filter holds only where this part does.</param>
    private async Task<Outcome<Filter>> RewriteAsync(Filter filter, bool isBinding)
    {
        switch (filter)
        {
            case AndFilter and:
                return (await RewriteAsync(and.Left, isBinding)).TryGet(out var left, out var error) && (await RewriteAsync(and.Right, isBinding)).TryGet(out var right, out error)
                    ? new AndFilter(left, right)
                    : error;
            case OrFilter or:
                return (await RewriteAsync(or.Left, isBinding: false)).TryGet(out left, out error) && (await RewriteAsync(or.Right, isBinding: false)).TryGet(out right, out error)
                    ? new OrFilter(left, right)
                    : error;
            case NotFilter not:
                return (await RewriteAsync(not.Inner, isBinding: false)).TryGet(out var inner, out error) ? new NotFilter(inner) : error;
            case ComparisonFilter comparison when IsName(comparison.Path):
                return await CompareAsync(comparison, isBinding);
            default:
                return filter;
        }
    }

    private async Task<Outcome<Filter>> CompareAsync(ComparisonFilter comparison, bool isBinding)
    {
        if (comparison is not { Operator: ComparisonOperator.Equal, Value: ScimString { Value: var asked } })
        {
            return ScimError.InvalidFilter($"With a rule for {_attribute}, a filter can ask for it by eq only: the target has other names than Entra.");
        }

        if (!(await toTarget(asked)).TryGet(out var name, out var error))
        {
            return error;
        }

        if (isBinding)
        {
            (_asked, _appName) = (asked, name);
            _isEmpty |= name is null;
        }
        else if (name is null)
        {
            return ScimError.InvalidFilter($"'{asked}' has no name in the target that is known, and this filter asks for more than it.");
        }

        return comparison with { Value = new ScimString(name ?? asked) };
    }

    private bool IsName(AttributePath path) => path.SubAttribute is null && path.Attribute.Equals(_attribute, StringComparison.OrdinalIgnoreCase)
        && (path.Schema is null || path.Schema.Equals(type.Core.Id, StringComparison.OrdinalIgnoreCase));
}
