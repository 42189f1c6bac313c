namespace Gateway.Activity;

/// <summary>One thing that a request changed in the app, as the app confirmed it; personal values are masked (<see cref="Masking"/>).</summary>
/// <param name="Target">The app's name of the user or group that was changed.</param>
/// <param name="Field">
/// <c>name</c> (from null: made; to null: deleted), <c>active</c>, an app field by its REST name (a SCIM path where the target speaks SCIM),
/// <c>members</c> of a group, <c>groups</c> and <c>permissions</c> that give access, <c>externalId</c>, <c>password</c>.
/// </param>
/// <param name="From">Before; null: none, or the gateway did not know. A member who left stands here.</param>
/// <param name="To">Afterwards; null: none. A member who joined stands here; of a password only <c>set</c>.</param>
public sealed record AppChange(string Target, string Field, string? From, string? To)
{
    /// <summary>A password that was set; what it is, is kept nowhere.</summary>
    public static AppChange Password(string target) => new(target, "password", null, "set");

    /// <summary>A change of an app field, masked.</summary>
    public static AppChange Of(string target, string field, string? from, string? to) => new(target, field, Masking.Of(field, from), Masking.Of(field, to));
}
