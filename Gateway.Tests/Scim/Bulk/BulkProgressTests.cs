using System.Text;
using Gateway.Scim.Bulk;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using static Gateway.Tests.Scim.Bulk.BulkBody;

namespace Gateway.Tests.Scim.Bulk;

public sealed class BulkProgressTests
{
    private const string BaseUrl = "https://x/v2";

    [Fact]
    public void TryTake_IndependentOperations_AreAllOutAtOnce()
    {
        var progress = new BulkProgress(Plan(User("a"), User("b"), Delete("/Groups/3")));

        TakeAll(progress).Select(call => call.Index).Should().Equal(0, 1, 2);
        progress.Running.Should().Be(3);
    }

    [Fact]
    public void TryTake_References_AreTheIdsThatThePostsWereGiven()
    {
        var progress = new BulkProgress(Plan(
            User("u"),
            Post("g", "Groups", """{"displayName":"g","members":[{"value":"bulkId:u","$ref":"https://x/v2/Users/bulkId:u","display":"see /bulkId:u"}]}"""),
            Patch("/Groups/bulkId:g", """{"op":"remove","path":"members","value":["bulkId:u","other"]}""")));

        Complete(progress, 0, BulkResult.Created("id-u", null));
        var group = Complete(progress, 1, BulkResult.Created("id-g", null));
        var patch = Complete(progress, 2, BulkResult.Done(204, null));

        group.Data.ShouldEqual(Sample.Read("""{"displayName":"g","members":[{"value":"id-u","$ref":"https://x/v2/Users/id-u","display":"see /bulkId:u"}]}"""));
        patch.Id.Should().Be("id-g");
        patch.Data.ShouldEqual(Sample.Read("""{"Operations":[{"op":"remove","path":"members","value":["id-u","other"]}]}"""));
    }

    [Fact]
    public void TryTake_DataWithoutReferences_IsTheSameObject()
    {
        var plan = Plan(User("u"));

        TakeAll(new BulkProgress(plan)).Single().Data.Should().BeSameAs(plan.Request.Operations[0].Data);
    }

    [Fact]
    public void TryTake_ReferenceWhosePostFailed_IsAnsweredWithTheReasonAndNeverHandedOut()
    {
        var progress = new BulkProgress(Plan(User("u"), Group("g", "bulkId:u"), AddMember("/Groups/bulkId:g", "7"), User("free")));

        var taken = TakeAll(progress);
        progress.Complete(0, BulkResult.Failed(ScimError.Uniqueness("ada exists")));
        progress.Complete(3, BulkResult.Created("1", null));

        taken.Select(call => call.Index).Should().Equal(0, 3);
        progress.TryTake(out _).Should().BeFalse();
        Statuses(progress).Should().Equal("409", "400", "400", "201");
        var answers = progress.Answers(BaseUrl).ToList();
        Detail(answers[1]).Should().Contain("'bulkId:u'").And.Contain("409").And.Contain("ada exists");
        Detail(answers[2]).Should().Contain("'bulkId:g'").And.Contain("400").And.Contain("'bulkId:u'");
        ((ScimObject)answers[2]["response"]!).GetString("scimType").Should().Be("invalidValue");
    }

    [Fact]
    public void Answers_LongChainOfFailures_StaysShort()
    {
        var progress = new BulkProgress(Plan(Enumerable.Range(0, 1000).Select(i => Group($"g{i}", i == 0 ? "7" : $"bulkId:g{i - 1}"))));

        Complete(progress, 0, BulkResult.Failed(ScimError.Uniqueness(new string('x', 5_000))));
        progress.TryTake(out _).Should().BeFalse();

        progress.Answers(BaseUrl).Skip(1).Should().HaveCount(999).And.OnlyContain(answer => Detail(answer).Length < 500);
    }

    [Fact]
    public void Rfc7644_3_7_3_FailOnErrors_StopsWhenSoManyFailed()
    {
        var body = Of(User("a"), User("b"), """{"method":"GET","path":"/Users/1"}""", User("c"), User("d")).With("failOnErrors", ScimNumber.Of(2));
        var progress = new BulkProgress(BulkPlan.For(Parse(body)));

        Complete(progress, 0, BulkResult.Failed(ScimError.Uniqueness("taken")));
        Complete(progress, 1, BulkResult.Created("1", null));

        progress.TryTake(out _).Should().BeFalse();
        progress.IsStopped.Should().BeTrue();
        Statuses(progress).Should().Equal("409", "201", "400");
    }

    [Fact]
    public void TryTake_FailOnErrors_OneAfterTheOtherInTheOrderOfThePlan()
    {
        var body = Of(Group("g", "bulkId:u"), Delete("/Groups/1"), User("u")).With("failOnErrors", ScimNumber.Of(1));
        var progress = new BulkProgress(BulkPlan.For(Parse(body)));

        progress.TryTake(out var first).Should().BeTrue();
        progress.TryTake(out _).Should().BeFalse(because: "one is running");
        progress.Complete(first!.Index, BulkResult.Created("7", null));

        first.Index.Should().Be(2);
        Complete(progress, 0, BulkResult.Created("8", null));
        Complete(progress, 1, BulkResult.Done(204, null));
        Statuses(progress).Should().Equal("201", "204", "201");
    }

    [Fact]
    public void RefuseRest_SomeAreRunning_TheyGoOnAndAllOthersAreAnswered()
    {
        var progress = new BulkProgress(Plan(User("u"), Group("g", "bulkId:u"), User("v"), """{"method":"GET","path":"/Users/1"}"""));

        progress.TryTake(out var running).Should().BeTrue();
        progress.RefuseRest(new(503, null, "out of time"));
        progress.Complete(running!.Index, BulkResult.Created("7", null));

        progress.TryTake(out _).Should().BeFalse();
        progress.Running.Should().Be(0);
        Statuses(progress).Should().Equal("201", "503", "503", "400");
    }

    [Fact]
    public void RefuseRest_FailOnErrors_StopsThereToo()
    {
        var body = Of(User("a"), User("b"), User("c")).With("failOnErrors", ScimNumber.Of(1));
        var progress = new BulkProgress(BulkPlan.For(Parse(body)));

        Complete(progress, 0, BulkResult.Created("7", null));
        progress.RefuseRest(new(503, null, "out of time"));

        Statuses(progress).Should().Equal("201", "503");
    }

    [Fact]
    public void Complete_WhatIsNotRunning_Throws()
    {
        var progress = new BulkProgress(Plan(User("a")));

        var complete = () => progress.Complete(0, BulkResult.Created("7", null));

        complete.Should().Throw<InvalidOperationException>();
        Complete(progress, 0, BulkResult.Created("7", null));
        complete.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Rfc7644_3_7_3_Answers_HaveLocationMethodBulkIdVersionStatusAndTheErrorOfWhatFailed()
    {
        var progress = new BulkProgress(Plan(
            User("made"),
            User("refused", "other"),
            """{"method":"put","bulkId":"p","path":"/Users/2","data":{"userName":"p"}}""",
            Delete("/Groups/a~b%20c"),
            """{"method":"GET","path":"/Users/3"}""",
            Delete("/Users"),
            Delete("/Printers/1"),
            Delete("/Groups/bulkId:refused")));
        var results = new Dictionary<int, BulkResult>
        {
            [0] = BulkResult.Created("7", "W/\"1\""),
            [1] = BulkResult.Failed(ScimError.Uniqueness("taken")),
            [2] = BulkResult.Done(200, "W/\"2\""),
            [3] = BulkResult.Done(204, null),
        };
        while (progress.TryTake(out var call))
        {
            progress.Complete(call.Index, results[call.Index]);
        }

        var text = new System.Buffers.ArrayBufferWriter<byte>();
        BulkResponse.Write(text, progress.Answers(BaseUrl));

        var error = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],""";
        Encoding.UTF8.GetString(text.WrittenSpan).Should().Be(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],"Operations":["""
            + """{"location":"https://x/v2/Users/7","method":"POST","bulkId":"made","version":"W/\"1\"","status":"201"},"""
            + $$$"""{"method":"POST","bulkId":"refused","status":"409","response":{{{error}}}"status":"409","scimType":"uniqueness","detail":"taken"}},"""
            + """{"location":"https://x/v2/Users/2","method":"PUT","bulkId":"p","version":"W/\"2\"","status":"200"},"""
            + """{"location":"https://x/v2/Groups/a~b%20c","method":"DELETE","status":"204"},"""
            + $$$"""{"location":"https://x/v2/Users/3","method":"GET","status":"400","response":{{{error}}}"status":"400","scimType":"invalidSyntax","detail":"The method of a bulk operation is POST, PUT, PATCH or DELETE, not 'GET'."}},"""
            + $$$"""{"location":"https://x/v2/Users","method":"DELETE","status":"405","response":{{{error}}}"status":"405","detail":"A DELETE goes to one resource (/Users/…), not to all of them."}},"""
            + $$$"""{"method":"DELETE","status":"400","response":{{{error}}}"status":"400","scimType":"invalidPath","detail":"'/Printers/1' is no path of a bulk operation: /Users[/id] or /Groups[/id]."}},"""
            + $$$"""{"method":"DELETE","status":"400","response":{{{error}}}"status":"400","scimType":"invalidValue","detail":"Refers to 'bulkId:refused', whose operation failed with status 409: taken"}}"""
            + "]}");
    }

    private static List<BulkCall> TakeAll(BulkProgress progress)
    {
        var calls = new List<BulkCall>();
        while (progress.TryTake(out var call))
        {
            calls.Add(call);
        }

        return calls;
    }

    private static BulkCall Complete(BulkProgress progress, int index, BulkResult result)
    {
        progress.TryTake(out var call).Should().BeTrue();
        call!.Index.Should().Be(index);
        progress.Complete(index, result);
        return call;
    }

    private static List<string> Statuses(BulkProgress progress) => [.. progress.Answers(BaseUrl).Select(answer => answer.GetString("status")!)];

    private static string Detail(ScimObject answer) => ((ScimObject)answer["response"]!).GetString("detail")!;
}
