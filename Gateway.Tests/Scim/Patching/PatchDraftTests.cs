using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Patching;

/// <summary>What one operation leaves for the next of the same request.</summary>
public sealed class PatchDraftTests
{
    private const string Enterprise = Sample.Enterprise;

    [Fact]
    public void Apply_ValueAddedByTwoOperations_StandsOnce() =>
        Apply("{}", """{"op":"add","path":"emails","value":[{"value":"a"}]}""", """{"op":"add","path":"emails","value":[{"value":"A","display":"d"}]}""")
            .ShouldBe("""{"emails":[{"value":"A","display":"d"}]}""");

    [Fact]
    public void Apply_TypeAddedByOneOperation_IsKnownToTheNext() =>
        Apply(
            """{"emails":[{"value":"a"}]}""",
            """{"op":"add","path":"emails","value":[{"value":"a","type":"work"}]}""",
            """{"op":"add","path":"emails","value":[{"value":"a","type":"home"}]}""")
            .ShouldBe("""{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}""");

    [Fact]
    public void Apply_TypeChangedByFilter_IsKnownToTheNext() =>
        Apply(
            """{"emails":[{"value":"a","type":"work"}]}""",
            """{"op":"add","path":"emails","value":[{"value":"b","type":"work"}]}""",
            """{"op":"replace","path":"emails[value eq \"a\"].type","value":"home"}""",
            """{"op":"add","path":"emails","value":[{"value":"a","type":"work"}]}""")
            .ShouldBe("""{"emails":[{"value":"a","type":"home"},{"value":"b","type":"work"},{"value":"a","type":"work"}]}""");

    [Theory]
    [InlineData("work", 2)]
    [InlineData("other", 1)]
    [InlineData("home", 0)]
    public void Apply_SeveralOfOneAddress_ChangesTheOneOfThatTypeElseTheOneOfNone(string type, int changed)
    {
        var added = Apply(
            """{"emails":[{"value":"a","type":"home"},{"value":"a"},{"value":"a","type":"work"}]}""",
            $$"""{"op":"add","path":"emails","value":[{"value":"a","type":"{{type}}","display":"d"}]}""").Value;

        ((ScimArray)added["emails"]!).Select((item, i) => ((ScimObject)item)["display"] is null ? -1 : i).Should().Equal(Enumerable.Range(0, 3).Select(i => i == changed ? i : -1));
    }

    [Fact]
    public void Apply_PrimaryOfTheNextOperation_TakesThePlaceOfTheOneBefore() =>
        Apply("{}", """{"op":"add","path":"emails","value":[{"value":"a","primary":true}]}""", """{"op":"add","path":"emails","value":[{"value":"b","primary":true}]}""")
            .ShouldBe("""{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}""");

    [Fact]
    public void Apply_TwoAttributesInTurn_KeepsBoth() =>
        Apply(
            "{}",
            """{"op":"add","path":"emails","value":[{"value":"a"}]}""",
            """{"op":"add","path":"roles","value":[{"value":"r"}]}""",
            """{"op":"add","path":"emails","value":[{"value":"b"}]}""",
            """{"op":"remove","path":"roles[value eq \"r\"]"}""")
            .ShouldBe("""{"emails":[{"value":"a"},{"value":"b"}]}""");

    [Fact]
    public void Apply_PartsThenTheWhole_MergesInOrder() =>
        Apply(
            """{"name":{"givenName":"A"}}""",
            """{"op":"replace","path":"name.familyName","value":"B"}""",
            """{"op":"add","path":"name","value":{"familyName":"C","middleName":"M"}}""",
            """{"op":"remove","path":"name.givenName"}""")
            .ShouldBe("""{"name":{"familyName":"C","middleName":"M"}}""");

    [Fact]
    public void Apply_EveryPartRemoved_LeavesNoEmptyObject() =>
        Apply("""{"title":"t","name":{"givenName":"A"}}""", """{"op":"add","path":"name.familyName","value":"B"}""", """{"op":"remove","path":"name.givenName"}""", """{"op":"remove","path":"name.familyName"}""")
            .ShouldBe("""{"title":"t"}""");

    [Fact]
    public void Apply_ManagerByItsValue_DropsWhatWasSaidOfTheOneBefore() =>
        Apply(
            $$"""{"{{Enterprise}}":{"manager":{"value":"1","$ref":"u/1"} } }""",
            """{"op":"replace","path":"manager.value","value":"2"}""",
            """{"op":"add","path":"manager.$ref","value":"u/2"}""",
            """{"op":"replace","path":"manager.value","value":"2"}""")
            .ShouldBe($$"""{"{{Enterprise}}":{"manager":{"value":"2","$ref":"u/2"} } }""");

    [Fact]
    public void Apply_ExtensionRemovedAfterItsAttributesChanged_IsGone() =>
        Apply(
            $$"""{"title":"t","{{Enterprise}}":{"department":"D"} }""",
            """{"op":"add","path":"urn:x:2.0:User:list","value":[{"value":"1"}]}""",
            """{"op":"add","path":"urn:x:2.0:User:list","value":[{"value":"2"}]}""",
            """{"op":"add","path":"urn:x:2.0:User:box.size","value":"L"}""",
            $$"""{"op":"remove","path":"{{Enterprise}}"}""",
            """{"op":"remove","path":"urn:x:2.0:User"}""")
            .ShouldBe("""{"title":"t"}""");

    [Fact]
    public void Apply_ExtensionRemovedAndWrittenAnew_HasOnlyTheNew() =>
        Apply(
            $$"""{"{{Enterprise}}":{"department":"D","costCenter":"C"} }""",
            $$"""{"op":"replace","path":"{{Enterprise}}:department","value":"E"}""",
            $$"""{"op":"remove","path":"{{Enterprise}}"}""",
            $$"""{"op":"add","path":"{{Enterprise}}:costCenter","value":"F"}""")
            .ShouldBe($$"""{"{{Enterprise}}":{"costCenter":"F"} }""");

    [Fact]
    public void Apply_UntypedListThatBecomesText_IsText() =>
        Apply(
            """{"urn:x:2.0:User":{"a":["1"]}}""",
            """{"op":"add","path":"urn:x:2.0:User:a","value":["2"]}""",
            """{"op":"replace","path":"urn:x:2.0:User:A","value":"text"}""")
            .ShouldBe("""{"urn:x:2.0:User":{"a":"text"}}""");

    [Fact]
    public void Apply_ValuesRemovedByWhatTheySay_GoesByAllOfIt() =>
        Apply(
            """{"addresses":[{"type":"work","locality":"L"},{"type":"home","locality":"L"},{"type":"work","country":"GB"},{"type":"other"}]}""",
            """{"op":"Remove","path":"addresses","value":[{"locality":"L","type":"WORK"},{"TYPE":"home"},{"country":"GB"}]}""")
            .ShouldBe("""{"addresses":[{"type":"work","locality":"L"},{"type":"other"}]}""");

    [Fact]
    public void Apply_MoreThanAThousandAttributes_IsInvalidValue()
    {
        var operations = Enumerable.Range(0, 2).Select(part => $$"""{"op":"add","value":{"urn:x:2.0:User":{ {{string.Join(',', Enumerable.Range(0, 600).Select(i => $"\"a{part}{i}\":1"))}} } } }""").ToArray();
        var half = Apply("{}", operations[0]).Value;

        Apply(ScimJson.ToText(half), operations[1]).Error!.ScimType.Should().Be("invalidValue");
    }

    [Fact]
    public void Apply_StoredWithMoreThanAThousandAttributes_CanStillBeMadeSmaller()
    {
        var large = $$"""{"urn:x:2.0:User":{ {{string.Join(',', Enumerable.Range(0, 1_002).Select(i => $"\"a{i}\":1"))}} } }""";

        var smaller = Apply(large, """{"op":"remove","path":"urn:x:2.0:User:a1"}""").Value;

        ((ScimObject)smaller["urn:x:2.0:User"]!).Count.Should().Be(1_001);
    }

    private static Outcome<ScimObject> Apply(string before, params string[] operations) =>
        PatchEngine.Apply(Sample.Read(before), PatchRequest.Parse(PatchGen.Body(operations), ResourceSchema.User).Value, ResourceSchema.User);
}

file static class PatchDraftAssertions
{
    public static void ShouldBe(this Outcome<ScimObject> actual, string expected) => actual.Value.ShouldEqual(Sample.Read(expected));
}
