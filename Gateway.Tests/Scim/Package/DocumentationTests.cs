using System.Reflection;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Scim.Package;

/// <summary>Who takes the library reads what IntelliSense shows: every public type and member says what it is, and where the RFC says so.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Documentation Written = Documentation.Read();

    /// <summary>Ours, and of no RFC.</summary>
    private static readonly string[] OfNoRfc = ["Messages.Outcome<T>", "Messages.Printable", "Resources.ScimId", "Resources.ScimObject.Builder"];

    public static TheoryData<string> Types => [.. PublicApi.Types.Select(PublicApi.NameOf)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Public_IsDocumentedWithEachOfItsMembers(string name)
    {
        var type = Find(name);

        var silent = PublicApi.MembersOf(type).Where(member => !IsTold(type, member)).Select(member => member.ToString());

        Written.Says(type).Should().BeTrue($"{name} has no summary");
        silent.Should().BeEmpty($"each member of {name} has a summary, or a param in the head of its record");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Public_NamesTheSectionOfTheRfc(string name)
    {
        var text = Written.Of(Find(name))?.ToString() ?? string.Empty;

        Section().IsMatch(text).Should().Be(!OfNoRfc.Contains(name), $"{name} says which part of an RFC it is, or stands in the list of those that are none");
    }

    private static Type Find(string name) => PublicApi.Types.Single(type => PublicApi.NameOf(type) == name);

    /// <summary>The head of a record stands for its constructor and for the properties that it declares.</summary>
    private static bool IsTold(Type type, MemberInfo member)
    {
        if (Written.Says(member))
        {
            return true;
        }

        var head = PublicApi.IsRecord(type) ? type.GetConstructors().Where(constructor => constructor.GetParameters().All(parameter => type.GetProperty(parameter.Name!) is not null)).MaxBy(constructor => constructor.GetParameters().Length) : null;
        return member switch
        {
            ConstructorInfo constructor => constructor == head || (!PublicApi.IsRecord(type) && constructor.GetParameters().All(parameter => Written.Tells(type, parameter.Name!))),
            PropertyInfo property => head?.GetParameters().Any(parameter => parameter.Name == property.Name) == true && Written.Tells(type, property.Name),
            _ => false,
        };
    }

    [GeneratedRegex(@"RFC 764[34] (sections?|figure|table) \d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();
}
