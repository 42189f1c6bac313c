using System.Globalization;

namespace Gateway.Scim.Resources;

/// <summary>
/// A value of the attribute tree (RFC 7643 section 2.3): one of <see cref="ScimNull"/>, <see cref="ScimBoolean"/>,
/// <see cref="ScimNumber"/>, <see cref="ScimString"/>, <see cref="ScimArray"/>, <see cref="ScimObject"/>.
/// Immutable and safe to share between threads; equality is by content.
/// </summary>
public abstract record ScimValue
{
    private protected ScimValue()
    {
    }

    /// <summary>RFC 7643 section 2.5: null and an empty array are "unassigned". An empty string is a value.</summary>
    public virtual bool IsUnassigned => false;

    /// <summary>A string value; <see cref="ScimNull"/> for null.</summary>
    public static ScimValue From(string? value) => value is null ? ScimNull.Value : new ScimString(value);

    /// <summary>A boolean value.</summary>
    public static ScimValue From(bool value) => value ? ScimBoolean.True : ScimBoolean.False;
}

/// <summary>JSON null: unassigned (RFC 7643 section 2.5).</summary>
public sealed record ScimNull : ScimValue
{
    private ScimNull()
    {
    }

    /// <summary>The only instance.</summary>
    public static ScimNull Value { get; } = new();

    /// <inheritdoc/>
    public override bool IsUnassigned => true;
}

/// <summary>JSON true or false (RFC 7643 section 2.3.2).</summary>
public sealed record ScimBoolean : ScimValue
{
    private ScimBoolean(bool value) => Value = value;

    /// <summary>true.</summary>
    public static ScimBoolean True { get; } = new(true);

    /// <summary>false.</summary>
    public static ScimBoolean False { get; } = new(false);

    /// <summary>The boolean.</summary>
    public bool Value { get; }
}

/// <summary>A JSON string (also date-time, reference and base64 binary: RFC 7643 section 2.3).</summary>
/// <param name="Value">The text.</param>
public sealed record ScimString(string Value) : ScimValue;

/// <summary>A JSON number (RFC 7643 sections 2.3.3 and 2.3.4), kept as the digits that arrived so that nothing is rounded on the way back.</summary>
/// <param name="Digits">The number as JSON spells it.</param>
public sealed record ScimNumber(string Digits) : ScimValue
{
    /// <summary>The numeric value for comparison; false when it is outside the range of <see cref="decimal"/>.</summary>
    public bool TryGetDecimal(out decimal value) =>
        decimal.TryParse(Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>A whole number.</summary>
    public static ScimNumber Of(long value) => new(value.ToString(CultureInfo.InvariantCulture));
}
