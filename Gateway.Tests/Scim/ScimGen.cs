using CsCheck;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim;

/// <summary>Random attribute trees and texts for the property tests of the protocol core.</summary>
internal static class ScimGen
{
    /// <summary>Cases of each property in CI (issue 4).</summary>
    public const int Cases = 10_000;

    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ019 .-_'\"\\/\n\té\u00DF\u4E2D@+#"], 0, 12],
        Gen.Const("😀 astral"),
        Gen.Const("\u0001\u001F\u007F\u2028"));

    public static Gen<ScimValue> Leaf { get; } = Gen.OneOf<ScimValue>(
        Text.Select(ScimValue (text) => new ScimString(text)),
        Gen.Bool.Select(ScimValue.From),
        Gen.Long.Select(ScimValue (n) => ScimNumber.Of(n)),
        Gen.Double[-1e9, 1e9].Select(ScimValue (d) => new ScimNumber(d.ToString("R", System.Globalization.CultureInfo.InvariantCulture))),
        Gen.Const<ScimValue>(ScimNull.Value));

    public static Gen<ScimObject> Object { get; } = ObjectOf(3);

    public static Gen<string> JsonLikeText { get; } = Gen.OneOfConst(
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"A\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "1", "-0.5e9", "1e", "true", "nul", "null", " ", "\n", "\"", "\\")
        .Array[0, 20]
        .Select(string.Concat);

    private static Gen<ScimObject> ObjectOf(int depth) =>
        Gen.Select(Gen.OneOf(Text, Gen.OneOfConst("userName", "USERNAME", "emails", "urn:x:2.0:User")), ValueOf(depth - 1)).Array[0, 6].Select(Build);

    private static Gen<ScimValue> ValueOf(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            Leaf,
            ValueOf(depth - 1).Array[0, 4].Select(ScimValue (items) => new ScimArray(items)),
            ObjectOf(depth).Select(ScimValue (o) => o));

    private static ScimObject Build((string Name, ScimValue Value)[] members)
    {
        var builder = new ScimObject.Builder();
        foreach (var (name, value) in members)
        {
            builder.TryAdd(name, value);
        }

        return builder.Build();
    }
}
