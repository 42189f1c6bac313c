using System.Text;
using Gateway.Endpoints;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Endpoints;

/// <summary>Large answers leave in pieces, so that they are not in memory twice.</summary>
public sealed class ScimResultsTests
{
    // A piece is sent once 32 KiB are written; the last thing written may be as large as one member or one plain resource.
    private const int LargestPiece = 40 * 1024;

    [Fact]
    public async Task WriteAsync_AGroupOfFiftyThousandMembers_LeavesInPieces()
    {
        var group = ScimObject.Of(("id", new ScimString("g")), ("members", new ScimArray(Enumerable.Range(0, 50_000).Select(Member))));
        var (context, body) = Context();

        await ScimResults.WriteAsync(context, 200, group);

        body.Text.Should().Be(ScimJson.ToText(group));
        body.Largest.Should().BeLessThan(LargestPiece);
        body.Total.Should().BeGreaterThan(50 * LargestPiece);
    }

    [Fact]
    public async Task WriteListAsync_APageOfLargeResources_LeavesInPiecesAndMakesEachWhenItsTurnComes()
    {
        var resources = Enumerable.Range(0, 100).Select(i => ScimObject.Of(("id", ScimNumber.Of(i)), ("title", new ScimString(new string('x', 5_000))))).ToList();
        var (context, body) = Context();
        var sentBefore = new List<long>();

        await ScimResults.WriteListAsync(context, new ScimPage(777, 5, resources), resource =>
        {
            sentBefore.Add(body.Total);
            return resource.Without("id");
        });

        body.Text.Should().Be(ScimJson.ToText(new ListResponse(777, 5, [.. resources.Select(resource => resource.Without("id"))]).ToObject()));
        body.Largest.Should().BeLessThan(LargestPiece);
        sentBefore[^1].Should().BeGreaterThan(400_000, because: "most was sent before the last resource was made");
    }

    [Fact]
    public async Task WriteAsync_AnError_IsOnePiece()
    {
        var (context, body) = Context();

        await ScimResults.WriteErrorAsync(context, ScimError.NotFound("gone"));

        context.Response.StatusCode.Should().Be(404);
        body.Text.Should().Be(ScimJson.ToText(ScimError.NotFound("gone").ToObject()));
        body.Count.Should().Be(1);
    }

    private static ScimObject Member(int number) => ScimObject.Of(("value", new ScimString($"JIRAUSER{number}")), ("type", new ScimString("User")), ("display", new ScimString($"Person {number}")));

    private static (HttpContext Context, Pieces Body) Context()
    {
        var body = new Pieces();
        var context = new DefaultHttpContext();
        context.Response.Body = body;
        return (context, body);
    }

    /// <summary>What goes out, and in how large pieces.</summary>
    private sealed class Pieces : MemoryStream
    {
        private long _sinceFlush;

        public long Total { get; private set; }

        public long Largest { get; private set; }

        public int Count { get; private set; }

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _sinceFlush += buffer.Length;
            Total += buffer.Length;
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Largest = Math.Max(Largest, _sinceFlush);
            Count += _sinceFlush > 0 ? 1 : 0;
            _sinceFlush = 0;
            return Task.CompletedTask;
        }
    }
}
