using Gateway.Scim.Filters;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Scim.Sorting;

/// <summary>
/// What a resource is ordered by (RFC 7644 section 3.4.2.3): a date and time by its instant, a number by its size, false before true, text by the
/// code points of Unicode, in upper case where the schema says that case does not count. A total order over values of all types, for
/// attributes that no schema knows: booleans, numbers, times, texts, and last what has no value. Immutable.
/// </summary>
public readonly struct SortValue : IComparable<SortValue>, IEquatable<SortValue>
{
    // A string object of the runtime: header, length, terminator.
    private const int TextOverheadBytes = 24;

    private readonly Kind _kind;
    private readonly decimal _number;
    private readonly string? _text;

    private SortValue(Kind kind, decimal number, string? text) => (_kind, _number, _text) = (kind, number, text);

    private enum Kind : byte
    {
        Missing,
        Boolean,
        Number,
        Time,
        Text,
    }

    /// <summary>No value; also the default of this type.</summary>
    public static SortValue Missing => default;

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing => _kind == Kind.Missing;

    /// <summary>Memory of its text, for callers that bound what they keep.</summary>
    public int TextBytes => _text is null ? 0 : (_text.Length * sizeof(char)) + TextOverheadBytes;

    /// <summary>The value of an attribute. Null, an empty text, and what is neither text, number nor boolean are missing.</summary>
    /// <param name="definition">Null: untyped; text compares without case (RFC 7643 section 2.2).</param>
    public static SortValue Of(ScimValue? value, AttributeDefinition? definition)
    {
        switch (value)
        {
            case ScimBoolean flag:
                return new(Kind.Boolean, flag.Value ? 1 : 0, null);
            case ScimNumber number:
                return new(Kind.Number, Decimal(number), null);
            case ScimString { Value: { Length: > 0 } text }:
                return definition is { Type: AttributeType.DateTime } && ScimComparison.TryDateTime(text, out var time)
                    ? new(Kind.Time, time.UtcTicks, null)
                    : new(Kind.Text, 0, definition is { CaseExact: true } ? text : text.ToUpperInvariant());
            default:
                return Missing;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(SortValue other)
    {
        if (_kind != other._kind)
        {
            return IsMissing ? 1 : other.IsMissing ? -1 : _kind.CompareTo(other._kind);
        }

        return _kind == Kind.Text ? CompareCodePoints(_text!, other._text!) : _number.CompareTo(other._number);
    }

    /// <inheritdoc/>
    public bool Equals(SortValue other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SortValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, _number, _text);

    /// <summary>Same place in the order.</summary>
    public static bool operator ==(SortValue left, SortValue right) => left.Equals(right);

    /// <summary>Another place in the order.</summary>
    public static bool operator !=(SortValue left, SortValue right) => !left.Equals(right);

    /// <summary>Comes before.</summary>
    public static bool operator <(SortValue left, SortValue right) => left.CompareTo(right) < 0;

    /// <summary>Comes before, or has the same place.</summary>
    public static bool operator <=(SortValue left, SortValue right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(SortValue left, SortValue right) => left.CompareTo(right) > 0;

    /// <summary>Comes after, or has the same place.</summary>
    public static bool operator >=(SortValue left, SortValue right) => left.CompareTo(right) >= 0;

    // Numbers outside of decimal's range (±7.9e28) share the two ends of the order.
    private static decimal Decimal(ScimNumber number) => number.TryGetDecimal(out var value) ? value
        : number.Digits.StartsWith('-') ? decimal.MinValue : decimal.MaxValue;

    private static int CompareCodePoints(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    // UTF-16 puts what lies above U+FFFF (surrogates, D800 to DFFF) before E000 to FFFF.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x2000 : unit >= '\uE000' ? unit - 0x800 : unit;
}
