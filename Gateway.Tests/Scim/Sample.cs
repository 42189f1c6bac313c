using System.Text;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim;

/// <summary>Short ways to write resources in tests, and Entra's recorded exchanges.</summary>
internal static class Sample
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static ScimObject User { get; } = Read(
        $$"""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "2819c223", "externalId": "BJ", "userName": "bjensen@example.com",
          "name": { "formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen", "givenName": "Barbara" },
          "displayName": "Babs Jensen", "title": "Tour Guide", "userType": "Employee", "active": true, "nickName": "",
          "emails": [
            { "value": "bjensen@example.com", "type": "work", "primary": true },
            { "value": "babs@jensen.org", "type": "home" } ],
          "phoneNumbers": [],
          "roles": [ { "value": "admin", "primary": true } ],
          "meta": { "resourceType": "User", "created": "2010-01-23T04:56:22Z", "lastModified": "2011-05-13T04:42:34Z" },
          "{{Enterprise}}": { "employeeNumber": "701984", "department": "Tours", "manager": { "value": "26118915" } },
          "urn:example:2.0:User": { "costTag": "A-17", "level": 3, "box": { "size": "L" } }
        }
        """);

    public static ScimObject Read(string json)
    {
        var read = ScimJson.ParseObject(Encoding.UTF8.GetBytes(json));
        return read.IsOk ? read.Value : throw new ArgumentException(read.Error.Detail, nameof(json));
    }

    /// <summary>Entra's recorded requests whose path has a filter: the decoded filter, with the placeholders as they are.</summary>
    public static IEnumerable<(string Resource, string Filter)> EntraFilters() =>
        from file in EntraFiles()
        let request = (ScimObject)file["request"]!
        let path = request.GetString("path")!
        where path.Contains("filter=", StringComparison.Ordinal)
        let value = path[(path.IndexOf("filter=", StringComparison.Ordinal) + 7)..].Split('&')[0]
        select (path.Split('?')[0], Uri.UnescapeDataString(value.Replace('+', ' ')));

    /// <summary>Entra's recorded PATCH bodies.</summary>
    public static IEnumerable<(string Resource, ScimObject Body)> EntraPatches() =>
        from file in EntraFiles()
        let request = (ScimObject)file["request"]!
        where request.GetString("method") == "PATCH"
        select ("/" + request.GetString("path")!.Split('/')[1], (ScimObject)request["body"]!);

    /// <summary>Entra's recorded POST bodies.</summary>
    public static IEnumerable<(string Resource, ScimObject Body)> EntraPosts() =>
        from file in EntraFiles()
        let request = (ScimObject)file["request"]!
        where request.GetString("method") == "POST"
        select (request.GetString("path")!, (ScimObject)request["body"]!);

    /// <summary>Equal by content, whatever the order of names: the collection assertions would look at less.</summary>
    public static void ShouldEqual(this ScimObject actual, ScimObject expected) =>
        actual.Equals(expected).Should().BeTrue($"{ScimJson.ToText(actual)} should be {ScimJson.ToText(expected)}");

    public static ScimObject EntraBody(string file) =>
        (ScimObject)((ScimObject)ReadFile(Path.Combine(Folder, file))["request"]!)["body"]!;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "Entra");

    private static IEnumerable<ScimObject> EntraFiles() =>
        Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(ReadFile);

    // Ids and texts may be any text, so that their placeholders may stay; a URL must be one.
    private static ScimObject ReadFile(string file) => Read(File.ReadAllText(file).Replace("{{baseUrl}}/Users/{{thirdId}}", "https://gateway.example/scim/jira/v2/Users/third", StringComparison.Ordinal));
}
