using Gateway.Scim.Bulk;
using static Gateway.Tests.Scim.Bulk.BulkBody;

namespace Gateway.Tests.Scim.Bulk;

public sealed class BulkPlanTests
{
    [Fact]
    public void For_OperationsThatHaveNothingInCommon_NoneWaits()
    {
        var plan = Plan(User("a"), User("b"), Patch("/Users/1", "{}"), Patch("/Users/2", "{}"), AddMember("/Groups/3", "4"));

        plan.Sequence.Should().Equal(0, 1, 2, 3, 4);
        Waits(plan).Should().OnlyContain(list => list.Length == 0);
    }

    [Fact]
    public void Rfc7644_3_7_2_ReferenceToAnEarlierPost_WaitsForIt()
    {
        var plan = Plan(User("qwerty"), Group("ytrewq", "bulkId:qwerty"));

        plan.WaitsFor(1).Should().Equal(0);
        plan.RefersTo(1).Should().Equal(0);
    }

    [Theory]
    [InlineData("""{"op":"add","path":"manager","value":"bulkId:b"}""")]
    [InlineData("""{"op":"add","value":{"manager":{"$ref":"https://x/v2/Users/bulkId:b"}}}""")]
    [InlineData("""{"op":"add","value":{"manager":{"$REF":"../Users/bulkId:b"}}}""")]
    [InlineData("""{"op":"add","path":"members","value":[["bulkId:b"]]}""")]
    public void For_ReferenceToALaterPost_TurnsTheOrderRound(string operation)
    {
        var plan = Plan(Patch("/Users/1", operation), User("b"));

        plan.Sequence.Should().Equal(1, 0);
        plan.WaitsFor(0).Should().Equal(1);
        plan.WaitsFor(1).Should().BeEmpty();
    }

    [Theory]
    [InlineData("the words bulkId:b inside a text")]
    [InlineData("BULKID:b")]
    [InlineData("a note of /Users/bulkId:b")]
    [InlineData("bulkId:")]
    public void For_TextThatOnlyLooksLikeAReference_IsNone(string text)
    {
        var plan = Plan(User("a", more: $$""","nickName":"{{text}}" """), User("b"));

        plan.RefersTo(0).Should().BeEmpty();
        plan.Refusal(0).Should().BeNull();
    }

    [Fact]
    public void For_ReferenceInThePath_WaitsForThePost()
    {
        var plan = Plan(AddMember("/Groups/bulkId:g", "7"), Post("g", "Groups", """{"displayName":"g"}"""), Delete("/Groups/bulkId:g"));

        plan.Sequence.Should().Equal(1, 0, 2);
        plan.WaitsFor(0).Should().Equal(1);
        plan.WaitsFor(2).Should().BeEquivalentTo([0, 1]);
    }

    [Theory]
    [InlineData("bulkId:none")]
    [InlineData("bulkId:put")]
    public void For_ReferenceThatNoPostHas_IsInvalidValueNamingIt(string reference)
    {
        var plan = Plan(Group("g", reference), """{"method":"PUT","bulkId":"put","path":"/Users/1","data":{}}""", Group("other", "bulkId:g"));

        plan.Refusal(0).Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidValue" });
        plan.Refusal(0)!.Detail.Should().Contain(reference);
        plan.Refusal(2).Should().BeNull(because: "its own reference leads to a POST, which fails when its turn comes");
    }

    [Fact]
    public void Rfc7644_3_7_1_Circle_IsConflictForEachOfItNamingIt()
    {
        var plan = Plan(Group("qwerty", "bulkId:ytrewq"), User("free"), Group("ytrewq", "bulkId:qwerty"), Group("outside", "bulkId:qwerty"));

        foreach (var index in new[] { 0, 2 })
        {
            plan.Refusal(index)!.Status.Should().Be(409);
            plan.Refusal(index)!.Detail.Should().Contain("'bulkId:qwerty', 'bulkId:ytrewq'");
        }

        plan.Refusal(1).Should().BeNull();
        plan.Refusal(3).Should().BeNull();
        plan.WaitsFor(3).Should().Equal(0);
    }

    [Fact]
    public void For_ReferenceToItself_IsConflict()
    {
        var plan = Plan(Group("narcissus", "bulkId:narcissus"));

        plan.Refusal(0)!.Status.Should().Be(409);
        plan.Refusal(0)!.Detail.Should().Contain("'bulkId:narcissus' refers to itself");
    }

    [Fact]
    public void For_LongCircle_NamesSomeOfIt()
    {
        var plan = Plan(Enumerable.Range(0, 1000).Select(i => Group($"g{i}", $"bulkId:g{(i + 1) % 1000}")));

        Enumerable.Range(0, 1000).Select(plan.Refusal).Should().OnlyContain(error => error!.Status == 409 && error.Detail.Length < 1000);
        plan.Refusal(500)!.Detail.Should().Contain("and 980 more");
    }

    [Fact]
    public void For_SameResource_KeepsItsOrder()
    {
        var plan = Plan(Patch("/Users/7", "{}"), Patch("/Users/7", "{}"), Delete("/Users/7"));

        Waits(plan).Should().BeEquivalentTo([[], [0], new[] { 1 }], options => options.WithStrictOrdering(), because: "each waits for the one before it, and so for all");
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"7"}]}""")]
    [InlineData("""{"op":"Remove","path":"members[value eq \"7\"]"}""")]
    [InlineData("""{"op":"add","value":{"members[value eq \"7\"].display":"x"}}""")]
    [InlineData("""{"op":"add","path":"members","value":[{"$ref":"https://x/v2/Users/7"}]}""")]
    public void For_ResourceThatAnEarlierOneNames_WaitsForIt(string operation)
    {
        var plan = Plan(Patch("/Groups/1", operation), Patch("/Groups/2", operation), Delete("/Users/7"), Patch("/Groups/3", operation));

        plan.WaitsFor(0).Should().BeEmpty();
        plan.WaitsFor(1).Should().BeEmpty(because: "naming a resource does not change it");
        plan.WaitsFor(2).Should().BeEquivalentTo([0, 1]);
        plan.WaitsFor(3).Should().Equal(2);
    }

    [Theory]
    [InlineData("Users", "userName")]
    [InlineData("Groups", "displayName")]
    public void For_TwoPostsOfOneNameWithoutCase_TheFirstGoesFirst(string type, string name)
    {
        var plan = Plan(
            Post("a", type, $$"""{"{{name}}":"Ada@Contoso.com"}"""),
            Post("b", type, $$"""{"{{name}}":"other"}"""),
            Post("c", type, $$"""{"{{name}}":"ADA@contoso.COM"}"""));

        plan.WaitsFor(1).Should().BeEmpty();
        plan.WaitsFor(2).Should().Equal(0);
    }

    [Fact]
    public void For_UserAndGroupOfOneName_HaveNothingInCommon() =>
        Waits(Plan(Post("a", "Users", """{"userName":"x"}"""), Post("b", "Groups", """{"displayName":"x"}"""))).Should().OnlyContain(list => list.Length == 0);

    [Fact]
    public void For_DeleteThenPost_ThePostWaitsForTheNameToBeFree()
    {
        var plan = Plan(
            Delete("/Users/1"),
            Patch("/Users/2", """{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:USERNAME","value":"b"}"""),
            Patch("/Users/3", """{"op":"replace","path":"title","value":"b"}"""),
            Delete("/Groups/4"),
            User("a"),
            User("b"),
            Delete("/Users/5"));

        plan.WaitsFor(4).Should().BeEquivalentTo([0, 1]);
        plan.WaitsFor(5).Should().BeEquivalentTo([0, 1]);
        plan.WaitsFor(6).Should().BeEquivalentTo([4, 5]);
    }

    [Fact]
    public void For_ReferenceAndOrderThatContradict_TheReferenceCounts()
    {
        // 0 needs the id of 1, and 1 names the group that 0 changes.
        var plan = Plan(AddMember("/Groups/7", "bulkId:a"), User("a", more: ""","externalId":"7" """));

        plan.Sequence.Should().Equal(1, 0);
        plan.WaitsFor(0).Should().Equal(1);
    }

    [Fact]
    public void For_KnotElsewhere_OrderOfTheOthersIsKept()
    {
        var plan = Plan(
            AddMember("/Groups/1", "bulkId:x"),
            AddMember("/Groups/1", "8"),
            AddMember("/Groups/2", "bulkId:y"),
            Group("x", "2"),
            Group("y", "2"));

        // 2 and 4 contradict each other; 1 still comes behind 0, which needs 3.
        Reaches(plan, 1, 0).Should().BeTrue();
        Reaches(plan, 0, 3).Should().BeTrue();
        Reaches(plan, 2, 4).Should().BeTrue();
        Reaches(plan, 3, 2).Should().BeTrue();
    }

    [Fact]
    public void For_WrongOperations_NobodyWaitsForThem()
    {
        var plan = Plan("""{"method":"PATCH","path":"/Users/7"}""", Delete("/Users/7"));

        plan.Refusal(0)!.Status.Should().Be(400);
        plan.WaitsFor(1).Should().BeEmpty();
    }

    [Fact]
    public void For_ThousandOperationsThatNameEachOther_HasFewWaits()
    {
        var everybody = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"value":"u{{i}}"}"""));
        var plan = Plan([
            .. Enumerable.Range(0, 500).Select(i => Patch($"/Groups/g{i}", $$"""{"op":"add","path":"members","value":[{{everybody}}]}""")),
            .. Enumerable.Range(0, 500).Select(i => Patch($"/Users/u{i}", "{}"))]);

        Enumerable.Range(0, 1000).Sum(index => plan.WaitsFor(index).Count).Should().Be(250_000, because: "each pair that names another is one wait, and no text costs more than a look-up");
        plan.Sequence.Should().Equal(Enumerable.Range(0, 1000));
    }

    private static int[][] Waits(BulkPlan plan) => [.. Enumerable.Range(0, plan.Sequence.Count).Select(index => plan.WaitsFor(index).ToArray())];

    private static bool Reaches(BulkPlan plan, int from, int to) => plan.WaitsFor(from).Any(next => next == to || Reaches(plan, next, to));
}
