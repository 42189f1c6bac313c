using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Transforms.Rules;

/// <summary>What fills one app field: the first source that has a value. No source at all leaves the field alone. Immutable.</summary>
/// <param name="MaxLength">Longest value that the app takes, in characters; null: not known.</param>
internal sealed record FieldRule(string Field, IReadOnlyList<FieldSource> Sources, int? MaxLength, RuleOrigin Origin)
{
    // Longest value of a field whose limit is not known: what a directory attribute of Crowd holds.
    public const int DefaultMaxLength = 255;

    public bool IsFunction => Sources is [FunctionSource];

    /// <summary>The field's value; null when no source has one. 400 invalidValue when it is longer than the app takes.</summary>
    public Outcome<FieldValue?> Evaluate(ScimObject user, IScriptCalls script)
    {
        for (var i = 0; i < Sources.Count; i++)
        {
            if (Sources[i].Evaluate(user, script) is not { } found)
            {
                continue;
            }

            if (MaxLength is { } max && found.Value.Length > max)
            {
                return ScimError.InvalidValue($"The app's field '{Field}' takes {max} characters; the value from {found.SourcePath ?? Sources[i].ToString()} has {found.Value.Length}.");
            }

            // A source behind the one that won cannot change the value while that one has one.
            IReadOnlyList<string> depends = IsFunction ? [] : [.. Sources.Take(i + 1).SelectMany(source => source.DependsOn).Distinct(StringComparer.OrdinalIgnoreCase)];
            return new FieldValue(Field, found.Value, found.SourcePath, depends);
        }

        return (FieldValue?)null;
    }

    /// <summary>See <see cref="ITransform.ReversePath"/>.</summary>
    public string? Reverse(string? sourcePath)
    {
        if (Sources.Count == 0 || IsFunction)
        {
            return null;
        }

        // An address taken from userName is shown as a work address once a hand has changed it: userName is Entra's.
        var hasAddress = Sources.Any(source => source is AddressOfUserNameSource or EmailSource)
            || (Field is "email" or "emailAddress" && Sources is [PathSource { Path.Text: "userName" }]);
        if (hasAddress)
        {
            return sourcePath is null || !sourcePath.StartsWith("emails", StringComparison.OrdinalIgnoreCase) ? DefaultFields.WorkEmail : sourcePath;
        }

        var paths = Sources.OfType<PathSource>().Select(source => source.Path).ToList();
        var chosen = paths.Find(path => path.Text == sourcePath) ?? paths.FirstOrDefault();
        return chosen is null || !chosen.IsReadBack ? null
            : sourcePath is not null && sourcePath.StartsWith($"{chosen.Attribute}[", StringComparison.OrdinalIgnoreCase) ? sourcePath
            : chosen.Text;
    }

    public override string ToString() => Sources.Count == 0 ? "left alone" : string.Join(", else ", Sources);
}
