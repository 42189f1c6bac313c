using System.Collections.Frozen;
using System.Globalization;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Gateway.Transforms.Scripts;

/// <summary>Values into an engine and out of it: plain JavaScript objects, never ours.</summary>
internal static class ScriptValues
{
    private const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const int MaxDepth = 32;

    // Always there, so that user.name.givenName of a user without a name is undefined and not an error.
    private static readonly string[] Complex = ["name", EnterpriseUrn];
    private static readonly string[] Lists = ["emails", "phoneNumbers", "addresses", "ims", "photos", "roles", "entitlements"];

    // SCIM names compare without case, JavaScript's do not: a script sees RFC 7643's spelling.
    private static readonly FrozenDictionary<string, string> Spelling = new[]
    {
        "schemas", "id", "externalId", "meta", "userName", "name", "formatted", "familyName", "givenName", "middleName", "honorificPrefix",
        "honorificSuffix", "displayName", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone", "active",
        "emails", "phoneNumbers", "ims", "photos", "addresses", "streetAddress", "locality", "region", "postalCode", "country", "groups",
        "entitlements", "roles", "x509Certificates", "value", "display", "type", "primary", "employeeNumber", "costCenter", "organization",
        "division", "department", "manager", "members", "$ref", EnterpriseUrn,
    }.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A user as a script sees it: without the password, without values that are too long for any app field.</summary>
    public static JsObject User(Engine engine, ScimObject user)
    {
        var left = TransformLimits.InputValues;
        var target = Object(engine, user.Without("password"), known: true, 0, ref left);
        foreach (var name in Complex.Where(name => !target.HasOwnProperty(name)))
        {
            target.FastSetDataProperty(name, new JsObject(engine));
        }

        foreach (var name in Lists.Where(name => !target.HasOwnProperty(name)))
        {
            target.FastSetDataProperty(name, new JsArray(engine, Array.Empty<JsValue>()));
        }

        return target;
    }

    /// <summary>A group as a script sees it: without its members, which the gateway does not load for a name.</summary>
    public static JsObject Group(Engine engine, ScimObject group)
    {
        var left = TransformLimits.InputValues;
        return Object(engine, group.Without("members"), known: true, 0, ref left);
    }

    /// <summary>Any JSON value with the names that it has.</summary>
    public static JsValue Plain(Engine engine, ScimValue value)
    {
        var left = TransformLimits.InputValues;
        return Value(engine, value, known: false, 0, ref left) ?? JsValue.Null;
    }

    /// <summary>A plain value of a script as a SCIM value; null when it holds a function, a symbol or is too large or deep.</summary>
    public static ScimValue? ToScim(JsValue value)
    {
        var room = (Values: TransformLimits.InputValues, Characters: TransformLimits.BodyText);
        return ToScim(value, 0, ref room);
    }

    /// <param name="known">Whether the names are RFC 7643's; those of a foreign extension keep the spelling that they have.</param>
    private static JsObject Object(Engine engine, ScimObject source, bool known, int depth, ref int left)
    {
        var target = new JsObject(engine);
        foreach (var (name, value) in source)
        {
            var inside = known && (!ResourceSchema.IsUrn(name) || Spelling.ContainsKey(name));
            if (Value(engine, value, inside, depth + 1, ref left) is { } found)
            {
                target.FastSetDataProperty(known && Spelling.TryGetValue(name, out var spelled) ? spelled : name, found);
            }
        }

        return target;
    }

    private static JsValue? Value(Engine engine, ScimValue value, bool known, int depth, ref int left)
    {
        if (--left < 0 || depth > MaxDepth)
        {
            return null;
        }

        switch (value)
        {
            case ScimNull:
                return JsValue.Null;
            case ScimBoolean truth:
                return truth.Value ? JsBoolean.True : JsBoolean.False;
            case ScimString text:
                return text.Value.Length > TransformLimits.InputText ? null : JsString.Create(text.Value);
            case ScimNumber number:
                return double.TryParse(number.Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? JsNumber.Create(parsed) : null;
            case ScimObject complex:
                return Object(engine, complex, known, depth, ref left);
            case ScimArray array:
                var items = new List<JsValue>(Math.Min(array.Count, left));
                foreach (var item in array)
                {
                    if (Value(engine, item, known, depth + 1, ref left) is { } found)
                    {
                        items.Add(found);
                    }
                }

                return new JsArray(engine, [.. items]);
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    private static ScimValue? ToScim(JsValue value, int depth, ref (int Values, int Characters) room)
    {
        if (--room.Values < 0 || depth > MaxDepth || value.IsCallable() || value.IsSymbol() || value.IsPromise())
        {
            return null;
        }

        return value switch
        {
            // Asked before the text is made, as of a result.
            JsString { Length: var length } text => (room.Characters -= length) < 0 ? null : new ScimString(text.ToString()),
            JsBoolean truth => ScimValue.From(truth == JsBoolean.True),
            JsNumber number => double.IsFinite(number.AsNumber()) ? new ScimNumber(number.AsNumber().ToString("R", CultureInfo.InvariantCulture)) : null,
            JsArray array => List(array, depth, ref room),
            ObjectInstance complex => Complexes(complex, depth, ref room),
            _ when value.IsNull() => ScimNull.Value,
            _ => null,
        };
    }

    private static ScimArray? List(JsArray array, int depth, ref (int Values, int Characters) room)
    {
        var items = new List<ScimValue>();
        for (uint i = 0; i < array.Length; i++)
        {
            if (ToScim(array[i], depth + 1, ref room) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new(items);
    }

    private static ScimObject? Complexes(ObjectInstance complex, int depth, ref (int Values, int Characters) room)
    {
        var builder = new ScimObject.Builder();
        foreach (var key in complex.GetOwnPropertyKeys(Types.String))
        {
            var member = complex.Get(key);
            if (member.IsUndefined())
            {
                continue;
            }

            if ((room.Characters -= key.ToString().Length) < 0 || ToScim(member, depth + 1, ref room) is not { } value || !builder.TryAdd(key.ToString(), value))
            {
                return null;
            }
        }

        return builder.Build();
    }
}
