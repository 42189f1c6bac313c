using CsCheck;
using Gateway.Scim.Resources;

namespace Gateway.Tests.Scim.Resources;

public sealed class ScimObjectTests
{
    [Fact]
    public void With_PresentName_KeepsPlaceAndSpelling() =>
        ScimJson.ToText(Sample.Read("""{"userName":"a","title":"t"}""").With("USERNAME", new ScimString("b"))).Should().Be("""{"userName":"b","title":"t"}""");

    [Fact]
    public void With_AbsentName_GoesLast() =>
        ScimJson.ToText(Sample.Read("""{"a":1}""").With("b", ScimBoolean.True)).Should().Be("""{"a":1,"b":true}""");

    [Fact]
    public void Without_AbsentName_IsTheSameObject() =>
        Sample.User.Without("nope").Equals(Sample.User).Should().BeTrue();

    [Fact]
    public void Of_NameTwice_Throws() =>
        FluentActions.Invoking(() => ScimObject.Of(("a", ScimNull.Value), ("A", ScimNull.Value))).Should().Throw<ArgumentException>();

    [Fact]
    public void Equals_OtherOrderAndCaseOfNames_IsEqualWithEqualHash()
    {
        var (a, b) = (Sample.Read("""{"a":1,"B":[{"c":null}]}"""), Sample.Read("""{"b":[{"C":null}],"A":1}"""));

        a.Equals(b).Should().BeTrue();
        a.GetHashCode().Should().Be(b.GetHashCode());
    }

    [Fact]
    public void With_ThenWithout_IsTheObjectBefore() =>
        ScimGen.Object.Sample(o => o["zz"] is not null || o.With("zz", ScimNull.Value).Without("ZZ").Equals(o), iter: ScimGen.Cases);
}
