using System.Text;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>Words that mean something to the parsers, and bytes that often break one.</summary>
internal static class Tokens
{
    public static string[] Paths { get; } =
    [
        "userName", "USERNAME", "displayName", "name.givenName", "name", "emails", "emails.value", "phoneNumbers", "addresses", "members", "members.value", "active", "title",
        "id", "schemas", "meta", "meta.lastModified", "externalId", "password", "groups", "roles", "manager", "x509Certificates", "$ref", "value", "type", "primary", "display",
        "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group", "urn:ietf:params:scim:schemas:core:2.0:User:title",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "urn:ietf:params:scim:api:messages:2.0:PatchOp", "urn:example:2.0:User", "urn:example:2.0:User:costTag",
        "urn:example:2.0:User:box.size", "urn:example:2.0:User:tags", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
    ];

    public static string[] Filters { get; } =
    [
        "emails[type eq \"work\"]", "emails[type eq \"work\"].value", "emails[type eq \"work\" and not (primary eq true)].display", "members[value eq \"1\"]",
        "members[value eq \"1\" or value eq \"2\"]", "addresses[not (type pr)]", "userName eq \"x\"", "active eq true", "title pr", "meta.lastModified gt \"2011-05-13T04:42:34Z\"",
        "urn:example:2.0:User:tags[value eq \"x\"]", "(title pr or active eq false)",
    ];

    public static byte[][] Marks { get; } = [.. new[]
    {
        "(", ")", "[", "]", "{", "}", ",", ":", ".", "\"", " ", "\t", "\n", "\\", "\\\"", "\\\\", "\\n", "\\u0041", "\\u0000", "\\u0001", "\\ud83d", "\\ude00", "\\ud83d\\ude00", "\\u2028", "\\x",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Bytes that are no UTF-8 (stray, overlong, half a surrogate pair, past U+10FFFF), NUL, and characters that are easily mistaken.</summary>
    public static byte[][] Odd { get; } =
    [
        [0x80], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3], [0xF0, 0x9F, 0x98], [0x00], [0x1F], [0x7F],
        [0xC2, 0x85], [0xEF, 0xBB, 0xBF], .. new[] { "\u2028", "\u00A0", "\u0130", "\u212A", "\u00DF", "e\u0301", "\U0001F600", "\uFFFE" }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[][] Numbers { get; } = [.. new[]
    {
        "9223372036854775808", "-9223372036854775809", "79228162514264337593543950336", "1e400", "-1e-400", "0.1e+99999", new string('9', 64), new string('9', 65), "00", "-", "1.", "NaN", "1e",
        "0.0000000000000000000000000001", "-0", "2147483648", "٣",
    }.Select(Encoding.UTF8.GetBytes)];
}
