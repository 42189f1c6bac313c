using Gateway.Provisioning;
using Gateway.Scim.Resources;
using Gateway.State;
using Gateway.Tests.State;

namespace Gateway.Tests.Provisioning;

public sealed class LinkWritesTests
{
    private static readonly Link Before = Samples.FullLink with { Version = 3 };

    /// <summary>What a write makes of a link at least: the next version, a later time.</summary>
    private static readonly Link Written = Before with { Version = 4, LastModified = Samples.Noon.AddHours(1) };

    public static TheoryData<string> Differences => [.. Changed.Keys];

    private static Dictionary<string, Link> Changed { get; } = new()
    {
        ["idpName"] = Written with { IdpName = "aéva@example.com" },
        ["externalId"] = Written with { ExternalId = null },
        ["appName"] = Written with { AppName = "Aéva" },
        ["active"] = Written with { Active = true },
        ["attributes"] = Written with { Attributes = Before.Attributes.With("title", new ScimString("x")) },
        ["fields"] = Written with { Fields = [new LinkField("displayName", "Æva", "displayName")] },
    };

    [Fact]
    public void Of_SameContent_KeepsVersionAndTime()
    {
        var (now, changes) = LinkWrites.Of(Before, Written);

        now.Should().Be(Before);
        changes.Should().BeEmpty();
    }

    [Fact]
    public void Of_SameContentSeenAgain_StoresThatItWasSeen()
    {
        var seen = Samples.Noon.AddHours(1);

        var (now, changes) = LinkWrites.Of(Before, Written with { State = LinkState.Live, NameProvedAt = seen });

        now.Should().Be(Before with { State = LinkState.Live, NameProvedAt = seen });
        changes.Should().Equal(
            new StateChange.MarkLink("jira", ResourceKind.User, Before.Id, LinkState.Live),
            new StateChange.NameProved("jira", ResourceKind.User, Before.Id, Before.AppName, seen));
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void Of_OtherContent_StoresTheLink(string what)
    {
        var (now, changes) = LinkWrites.Of(Before, Changed[what]);

        now.Should().BeSameAs(Changed[what]);
        changes.Should().Equal(new StateChange.SaveLink(Changed[what]));
    }

    [Fact]
    public void Of_NotStoredYet_StoresTheLink()
    {
        var first = Before with { Version = 1 };

        LinkWrites.Of(Before with { Version = 0 }, first).Changes.Should().Equal(new StateChange.SaveLink(first));
    }
}
