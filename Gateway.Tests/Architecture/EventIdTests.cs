using System.Globalization;
using System.Reflection;
using Gateway.Provisioning;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Architecture;

public sealed class EventIdTests
{
    private static readonly IReadOnlyList<LoggerMessageAttribute> Events =
        [.. typeof(ProvisioningService).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()];

    [Fact]
    public void EventIds_OfAllRooms_AreUsedOnce() => Events.Select(one => one.EventId).Should().OnlyHaveUniqueItems().And.NotBeEmpty();

    [Fact]
    public void EventIds_AreListed_InTheDocs()
    {
        var listed = RepositoryFiles.ReadAllLines("docs/events.md")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .Select(line => int.Parse(line.Split('|')[1], CultureInfo.InvariantCulture));

        listed.Should().BeEquivalentTo(Events.Select(one => one.EventId));
    }
}
