using System.Diagnostics.CodeAnalysis;

namespace Gateway.Scim.Messages;

/// <summary>The value of an operation, or the <see cref="ScimError"/> that says why there is none.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, ScimError? error) => (_value, Error) = (value, error);

    /// <summary>The error; null when there is a value.</summary>
    public ScimError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value. Throws <see cref="InvalidOperationException"/> when there is an error.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"No value: {Error.Detail}");

    /// <summary>Success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Failure.</summary>
    public static implicit operator Outcome<T>(ScimError error) => new(default, error);

    /// <summary>The value when there is one; else the error.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out ScimError? error)
    {
        (value, error) = (_value, Error);
        return error is null;
    }
}
