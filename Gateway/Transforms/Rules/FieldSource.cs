using Gateway.Scim.Resources;

namespace Gateway.Transforms.Rules;

/// <summary>Where the value of an app field comes from. Immutable.</summary>
internal abstract record FieldSource
{
    private protected FieldSource()
    {
    }

    /// <summary>Attributes that can change the value; empty: any.</summary>
    public abstract IReadOnlyList<string> DependsOn { get; }

    /// <summary>The value and the path that supplied it (null: not reversible); null when there is no value.</summary>
    public abstract (string Value, string? SourcePath)? Evaluate(ScimObject user, IScriptCalls script);
}

/// <summary>A SCIM path.</summary>
internal sealed record PathSource(ScimPath Path) : FieldSource
{
    public override IReadOnlyList<string> DependsOn { get; } = [Path.Attribute];

    public override (string Value, string? SourcePath)? Evaluate(ScimObject user, IScriptCalls script) => Path.Evaluate(user);

    public override string ToString() => Path.Text;
}

/// <summary>Given and family name joined by a blank, or the one that is there.</summary>
internal sealed record JoinedNameSource : FieldSource
{
    public override IReadOnlyList<string> DependsOn { get; } = ["name"];

    public override (string Value, string? SourcePath)? Evaluate(ScimObject user, IScriptCalls script)
    {
        var name = user["name"] as ScimObject;
        var joined = $"{name?.GetString("givenName")?.Trim()} {name?.GetString("familyName")?.Trim()}".Trim();
        return joined.Length == 0 ? null : (joined, null);
    }

    public override string ToString() => "name.givenName + name.familyName";
}

/// <summary>The work address, else the primary one, else the first that is not blank.</summary>
internal sealed record EmailSource : FieldSource
{
    public override IReadOnlyList<string> DependsOn { get; } = ["emails"];

    public override (string Value, string? SourcePath)? Evaluate(ScimObject user, IScriptCalls script)
    {
        if (user["emails"] is not ScimArray emails)
        {
            return null;
        }

        return Pick(emails, email => string.Equals(email.GetString("type"), "work", StringComparison.OrdinalIgnoreCase)) is { } work
                ? (work.GetString("value")!, DefaultFields.WorkEmail)
            : Pick(emails, email => email["primary"] is ScimBoolean { Value: true }) is { } primary
                ? (primary.GetString("value")!, "emails[primary eq true].value")
            : Pick(emails, _ => true) is { } first
                ? (first.GetString("value")!, ArrayPath.Select("emails", emails, first, "value"))
            : null;
    }

    public override string ToString() => "emails[work], else primary, else first";

    private static ScimObject? Pick(ScimArray emails, Func<ScimObject, bool> wanted) => emails.OfType<ScimObject>()
        .FirstOrDefault(email => !string.IsNullOrWhiteSpace(email.GetString("value")) && wanted(email));
}

/// <summary>The userName when it is an address.</summary>
internal sealed record AddressOfUserNameSource : FieldSource
{
    public override IReadOnlyList<string> DependsOn { get; } = ["userName"];

    public override (string Value, string? SourcePath)? Evaluate(ScimObject user, IScriptCalls script) =>
        user.GetString("userName") is { } name && IsAddress(name) ? (name, "userName") : null;

    public override string ToString() => "userName when it is an address";

    private static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && text.IndexOf('@', at + 1) < 0 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}

/// <summary>A function of the script.</summary>
internal sealed record FunctionSource(ScriptFunction Function, int MaxLength) : FieldSource
{
    public override IReadOnlyList<string> DependsOn => [];

    public override (string Value, string? SourcePath)? Evaluate(ScimObject user, IScriptCalls script) =>
        script.Text(Function, MaxLength) is { } text && !string.IsNullOrWhiteSpace(text) ? (text, null) : null;

    public override string ToString() => "function";
}
