using Gateway.Scim.Messages;
using Gateway.Scim.Patching;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Patching;

public sealed class GroupPatchTests
{
    [Theory]
    [InlineData("""{"op":"Add","path":"members","value":[{"$ref":null,"value":"a"},{"value":"b"},{"value":"a"}]}""", "Add a b")]
    [InlineData("""{"op":"add","path":"members","value":{"value":"a"}}""", "Add a")]
    [InlineData("""{"op":"add","path":"members","value":["a","B"]}""", "Add a B")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"a"}]}}""", "Add a")]
    [InlineData("""{"op":"add","path":"MEMBERS","value":[]}""", "Add ")]
    [InlineData("""{"op":"add","path":"members[value eq \"a\"]","value":{"type":"User"}}""", "Add a")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"a"}]}""", "Remove a")]
    [InlineData("""{"op":"Remove","path":"members","value":{"value":"a"}}""", "Remove a")]
    [InlineData("""{"op":"Remove","path":"members","value":[]}""", "Remove ")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"]"}""", "Remove a")]
    [InlineData("""{"op":"remove","path":"members[Value EQ \"a\" OR value eq \"b\" or value eq a]"}""", "Remove a b")]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\"]","value":null}""", "Remove a")]
    [InlineData("""{"op":"remove","path":"members"}""", "RemoveAll")]
    [InlineData("""{"op":"Replace","path":"members","value":[{"value":"a"}]}""", "ReplaceAll a")]
    [InlineData("""{"op":"Replace","path":"members","value":[]}""", "ReplaceAll ")]
    [InlineData("""{"op":"replace","value":{"members":[{"value":"a"}]}}""", "ReplaceAll a")]
    public void Split_MembersOperation_NamesWhoIsMeant(string operation, string expected)
    {
        var split = Split(operation).Value;

        split.Attributes.Should().BeNull();
        Describe(split).Should().Equal(expected);
    }

    [Theory]
    [InlineData("""{"op":"replace","value":{"displayName":"New"}}""")]
    [InlineData("""{"op":"Replace","path":"displayName","value":"New"}""")]
    [InlineData("""{"op":"Replace","path":"externalId","value":"New"}""")]
    public void Split_NoMembersNamed_LeavesMembersAlone(string operation)
    {
        var split = Split(operation).Value;

        split.Members.Should().BeEmpty();
        split.Attributes!.Operations.Should().ContainSingle();
    }

    [Fact]
    public void Split_Mixed_KeepsBothInOrder()
    {
        var split = Split(
            """{"op":"Remove","path":"members","value":[{"value":"a"}]}""",
            """{"op":"Replace","value":{"displayName":"New","members":[{"value":"b"}],"externalId":"e"}}""",
            """{"op":"Add","path":"members","value":[{"value":"c"}]}""").Value;

        Describe(split).Should().Equal("Remove a", "ReplaceAll b", "Add c");
        split.Attributes!.Operations.Select(o => o.Path.ToString()).Should().Equal("displayName", "externalId");
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"display":"x"}]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":""}]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":[null]}""", "invalidValue")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"$ref":"https://x/Users/a"}]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":5}]}""", "invalidValue")]
    public void Parse_MemberWithoutId_IsInvalidValue(string operation, string type) =>
        PatchRequest.Parse(PatchGen.Body(operation), ResourceSchema.Group).Error!.ScimType.Should().Be(type);

    [Theory]
    [InlineData("""{"op":"remove","path":"members[type eq \"User\"]"}""", "invalidFilter")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\" and type eq \"User\"]"}""", "invalidFilter")]
    [InlineData("""{"op":"remove","path":"members[value sw \"a\"]"}""", "invalidFilter")]
    [InlineData("""{"op":"remove","path":"members[not (value eq \"a\")]"}""", "invalidFilter")]
    [InlineData("""{"op":"add","path":"members[value eq \"a\" or value eq \"b\"]","value":{"type":"User"}}""", "invalidFilter")]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\" or value eq \"b\"]","value":{"value":"a"}}""", "invalidFilter")]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\"].value","value":"b"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}}""", "mutability")]
    [InlineData("""{"op":"remove","path":"members.display"}""", "mutability")]
    public void Split_NeedsTheMemberList_IsRefused(string operation, string type) =>
        Split(operation).Error!.ScimType.Should().Be(type);

    [Theory]
    [InlineData("44-group-add-member.json", "Add {{userId}}")]
    [InlineData("46-group-add-several.json", "Add {{managerId}} {{thirdId}} {{noMailId}}")]
    [InlineData("49-group-remove-member-default.json", "Remove {{thirdId}}")]
    [InlineData("50-group-remove-member-flag.json", "Remove {{managerId}}")]
    [InlineData("51-group-remove-non-member.json", "Remove {{managerId}}")]
    public void Split_EntrasPatch_NamesWhoIsMeant(string file, string expected) =>
        Describe(GroupPatch.Split(PatchRequest.Parse(Sample.EntraBody(file), ResourceSchema.Group).Value).Value).Should().Equal(expected);

    private static Outcome<GroupPatch> Split(params string[] operations)
    {
        var request = PatchRequest.Parse(PatchGen.Body(operations), ResourceSchema.Group);
        request.Error.Should().BeNull();
        return GroupPatch.Split(request.Value);
    }

    private static IEnumerable<string> Describe(GroupPatch patch) => patch.Members.Select(m => m switch
    {
        MemberOperation.Add add => "Add " + string.Join(' ', add.Ids),
        MemberOperation.Remove remove => "Remove " + string.Join(' ', remove.Ids),
        MemberOperation.ReplaceAll all => "ReplaceAll " + string.Join(' ', all.Ids),
        _ => "RemoveAll",
    });
}
