using Gateway.Scim.Bulk;
using Gateway.Scim.Messages;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Scim.Bulk;

public sealed class BulkRequestTests
{
    private const string Delete = """{"method":"DELETE","path":"/Users/1"}""";

    [Fact]
    public void Parse_NamesAndMethodsInAnyCase_AreRead()
    {
        var body = Sample.Read(
            $$$"""
            {"SCHEMAS":["{{{BulkRequest.Urn.ToUpperInvariant()}}}"],"FailOnErrors":2,"operations":[
              {"METHOD":"pOsT","BULKID":"q","Path":"/users","DATA":{"userName":"u"}},
              {"method":"patch","path":"/Groups/7","Version":"W/\"3\"","data":{"x":1}}]}
            """);

        var request = BulkBody.Parse(body);

        request.FailOnErrors.Should().Be(2);
        request.Operations.Should().BeEquivalentTo(
        [
            new { Index = 0, Method = BulkMethod.Post, BulkId = (string?)"q", Type = ResourceSchema.User, Id = (string?)null, Version = (string?)null, Fault = (ScimError?)null },
            new { Index = 1, Method = BulkMethod.Patch, BulkId = (string?)null, Type = ResourceSchema.Group, Id = (string?)"7", Version = (string?)"W/\"3\"", Fault = (ScimError?)null },
        ]);
    }

    [Theory]
    [InlineData("""{"Operations":[{}]}""", "BulkRequest")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{}]}""", "BulkRequest")]
    [InlineData("""{"schemas":["URN"]}""", "Operations")]
    [InlineData("""{"schemas":["URN"],"Operations":[]}""", "Operations")]
    [InlineData("""{"schemas":["URN"],"Operations":{}}""", "Operations")]
    [InlineData("""{"schemas":["URN"],"Operations":[7]}""", "object")]
    [InlineData("""{"schemas":["URN"],"failOnErrors":0,"Operations":[{}]}""", "failOnErrors")]
    [InlineData("""{"schemas":["URN"],"failOnErrors":-1,"Operations":[{}]}""", "failOnErrors")]
    [InlineData("""{"schemas":["URN"],"failOnErrors":1.5,"Operations":[{}]}""", "failOnErrors")]
    [InlineData("""{"schemas":["URN"],"failOnErrors":"1","Operations":[{}]}""", "failOnErrors")]
    [InlineData("""{"schemas":["URN"],"Operations":[{"bulkId":"q"},{"bulkId":"q","method":"DELETE"}]}""", "'q' stands twice")]
    public void Parse_FaultOfTheWhole_IsInvalidSyntax(string body, string detail)
    {
        var parsed = BulkRequest.Parse(Sample.Read(body.Replace("URN", BulkRequest.Urn, StringComparison.Ordinal)), ResourceSchema.User);

        parsed.Error.Should().BeEquivalentTo(new { Status = 400, ScimType = "invalidSyntax" });
        parsed.Error!.Detail.Should().Contain(detail);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1000)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("null", null)]
    public void Parse_FailOnErrors_IsRead(string value, int? expected) =>
        BulkBody.Parse(Sample.Read($$"""{"schemas":["{{BulkRequest.Urn}}"],"failOnErrors":{{value}},"Operations":[{{Delete}}]}""")).FailOnErrors.Should().Be(expected);

    [Fact]
    public void Rfc7644_3_7_4_MoreOperationsThanAllowed_Is413NamingTheLimit()
    {
        BulkBody.Parse(Enumerable.Repeat(Delete, BulkRequest.MaxOperations)).Operations.Should().HaveCount(1000);

        var error = BulkRequest.Parse(BulkBody.Of(Enumerable.Repeat(Delete, BulkRequest.MaxOperations + 1)), ResourceSchema.User).Error!;

        error.Status.Should().Be(413);
        error.Detail.Should().Contain("1001").And.Contain("maxOperations (1000)");
    }

    [Theory]
    [InlineData("""{"path":"/Users/1"}""", 400, "invalidSyntax", "'method'")]
    [InlineData("""{"method":7,"path":"/Users/1"}""", 400, "invalidSyntax", "'method'")]
    [InlineData("""{"method":"GET","path":"/Users/1"}""", 400, "invalidSyntax", "'GET'")]
    [InlineData("""{"method":"DELETE"}""", 400, "invalidPath", "'path'")]
    [InlineData("""{"method":"DELETE","path":7}""", 400, "invalidPath", "'path'")]
    [InlineData("""{"method":"DELETE","path":""}""", 400, "invalidPath", "'path'")]
    [InlineData("""{"method":"DELETE","path":"/Printers/1"}""", 400, "invalidPath", "/Users[/id]")]
    [InlineData("""{"method":"DELETE","path":"/Me"}""", 400, "invalidPath", "/Me")]
    [InlineData("""{"method":"DELETE","path":"/Users/1/name"}""", 400, "invalidPath", "/Users/1/name")]
    [InlineData("""{"method":"DELETE","path":"/Users//"}""", 400, "invalidPath", "/Users//")]
    [InlineData("""{"method":"DELETE","path":"/Users/1?attributes=id"}""", 400, "invalidPath", "?attributes")]
    [InlineData("""{"method":"DELETE","path":"/Users"}""", 405, null, "one resource")]
    [InlineData("""{"method":"PUT","path":"/Groups/","data":{}}""", 405, null, "/Groups/…")]
    [InlineData("""{"method":"POST","bulkId":"q","path":"/Users/1","data":{}}""", 405, null, "endpoint")]
    [InlineData("""{"method":"POST","path":"/Users","data":{}}""", 400, "invalidSyntax", "'bulkId'")]
    [InlineData("""{"method":"POST","bulkId":"","path":"/Users","data":{}}""", 400, "invalidSyntax", "'bulkId'")]
    [InlineData("""{"method":"DELETE","bulkId":7,"path":"/Users/1"}""", 400, "invalidSyntax", "'bulkId'")]
    [InlineData("""{"method":"DELETE","version":7,"path":"/Users/1"}""", 400, "invalidSyntax", "'version'")]
    [InlineData("""{"method":"POST","bulkId":"q","path":"/Users"}""", 400, "invalidSyntax", "'data'")]
    [InlineData("""{"method":"PUT","path":"/Users/1","data":null}""", 400, "invalidSyntax", "'data'")]
    [InlineData("""{"method":"PATCH","path":"/Users/1","data":[]}""", 400, "invalidSyntax", "'data'")]
    public void Parse_FaultOfOneOperation_IsItsOwn(string operation, int status, string? scimType, string detail)
    {
        var request = BulkBody.Parse(operation, Delete);

        request.Operations[0].Fault.Should().BeEquivalentTo(new { Status = status, ScimType = scimType });
        request.Operations[0].Fault!.Detail.Should().Contain(detail);
        request.Operations[1].Fault.Should().BeNull();
    }

    [Theory]
    [InlineData("/Users/a%7Eb", "a~b")]
    [InlineData("Users/1", "1")]
    [InlineData("/USERS/1/", "1")]
    public void Parse_PathOfAResource_GivesItsId(string path, string id) =>
        BulkBody.Parse(BulkBody.Delete(path)).Operations[0].Should().BeEquivalentTo(new { Id = id, Type = ResourceSchema.User, Fault = (ScimError?)null });

    [Fact]
    public void Parse_LongPath_IsRefusedWithoutRepeatingIt()
    {
        var fault = BulkBody.Parse(BulkBody.Delete("/Users/" + new string('a', 10_000))).Operations[0].Fault!;

        fault.ScimType.Should().Be("invalidPath");
        fault.Detail.Length.Should().BeLessThan(200);
    }

    [Fact]
    public void Parse_ManyWrongOperations_RepeatNoMoreThanTheirOwnWords()
    {
        var word = new string('x', 1_000);

        var faults = BulkBody.Parse(Enumerable.Repeat($$"""{"method":"{{word}}","path":"/{{word}}"}""", 100)).Operations.Select(operation => operation.Fault!.Detail.Length);

        faults.Should().OnlyContain(length => length < 250);
    }
}
