using System.Reflection;
using Gateway.Provisioning;
using Gateway.Scim.Messages;

namespace Gateway.Tests.Architecture;

/// <summary>Data flows one way and each room knows only the next: read from the compiled assemblies.</summary>
public sealed class RoomTests
{
    private static readonly Assembly Host = typeof(ProvisioningService).Assembly;

    /// <summary>What a room may name of the others. Configuration is known to all; Cli and Hosting compose, so they may name any room.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Configuration"] = [],
        ["Forwarding"] = ["Configuration"],
        ["Directories"] = ["Configuration", "Forwarding"],
        ["Activity"] = ["Configuration", "Forwarding"],
        ["State"] = ["Configuration", "Activity", "Forwarding"],
        ["Transforms"] = ["Configuration", "Directories"],
        ["Authentication"] = ["Configuration", "State"],
        ["Provisioning"] = ["Configuration", "Transforms", "Directories", "Forwarding", "State", "Activity"],
        // Another way from Endpoints to Forwarding, for targets that speak SCIM: the guard, the locks and the words of Provisioning are the same on both.
        ["PassThrough"] = ["Configuration", "Provisioning", "Transforms", "Forwarding", "State", "Activity"],
        ["Endpoints"] = ["Configuration", "Authentication", "Provisioning", "PassThrough"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_NamesOtherRooms_OnlyThoseItMay(string room)
    {
        var wrong = TypesOf(room)
            .SelectMany(type => TypeReferences.Of(type).Select(named => (From: type, To: RoomOf(named), Named: named)))
            .Where(arrow => arrow.To is not null && arrow.To != room && !Allowed[room].Contains(arrow.To))
            .Select(arrow => $"{arrow.From.FullName} -> {arrow.Named.FullName}")
            .Distinct();

        wrong.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Yarp.", "Forwarding")]
    [InlineData("Jint", "Transforms")]
    [InlineData("Microsoft.Data.Sqlite", "State")]
    [InlineData("Microsoft.IdentityModel.", "Authentication")]
    [InlineData("Spectre.", "Cli")]
    [InlineData("System.CommandLine", "Cli")]
    public void Package_IsNamed_InOneRoomOnly(string package, string room)
    {
        var wrong = Host.GetTypes()
            .Where(type => RoomOf(type) is { } owner && owner != room)
            .Where(type => TypeReferences.Of(type).Any(named => named.FullName?.StartsWith(package, StringComparison.Ordinal) == true))
            .Select(type => type.FullName);

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Scim_DependsOn_NothingButTheFramework()
    {
        var references = typeof(ScimError).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        references.Should().OnlyContain(name => name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Scim_Names_NoAtlassianWord()
    {
        var wrong = typeof(ScimError).Assembly.GetTypes().Select(type => type.FullName!).Where(name =>
            name.Contains("Jira", StringComparison.OrdinalIgnoreCase) || name.Contains("Crowd", StringComparison.OrdinalIgnoreCase) || name.Contains("Atlassian", StringComparison.OrdinalIgnoreCase));

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Sandbox_Knows_NothingOfTheGateway()
    {
        var references = typeof(global::Gateway.Sandbox.Jira.JiraSandbox).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        references.Should().NotContain(["Gateway", "Gateway.Scim"]);
    }

    private static IEnumerable<Type> TypesOf(string room) => Host.GetTypes().Where(type => RoomOf(type) == room);

    /// <summary>The folder below Gateway, for types of the host assembly.</summary>
    private static string? RoomOf(Type type)
    {
        if (type.Assembly != Host || type.Namespace is not { } name || !name.StartsWith("Gateway.", StringComparison.Ordinal))
        {
            return null;
        }

        var room = name.Split('.')[1];
        return Allowed.ContainsKey(room) || room is "Cli" ? room : null;
    }
}
