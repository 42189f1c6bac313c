using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.PassThrough;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Scim;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.PassThrough;

/// <summary>Large answers go through as they come.</summary>
public sealed class StreamingTests
{
    private const int Users = 10_000;

    // Far above what Forwarding gathers (8 MiB): a list that comes whole was not gathered.
    private static readonly string Long = new('x', 1000);

    [Fact]
    public async Task List_Of10000Users_ComesWholeWithEveryAddressRewritten()
    {
        await using var stage = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{stage.Gateway.BaseUrl}/Users?count={Users}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stage.Gateway.Token);

        using var answer = await stage.Gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.Headers.TransferEncodingChunked.Should().BeTrue(because: "a long answer is sent on before its end is known");
        text.Length.Should().BeGreaterThan(10 * 1024 * 1024);
        using var document = JsonDocument.Parse(text);
        var locations = document.RootElement.GetProperty("Resources").EnumerateArray().Select(user => user.GetProperty("meta").GetProperty("location").GetString()!).ToList();
        locations.Should().HaveCount(Users).And.OnlyContain(location => location.StartsWith(stage.Gateway.BaseUrl, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_ThatEndsHalfWay_BreaksTheConnection()
    {
        await using var stage = await StartAsync();
        stage.Target.Faults.Add("GET", "/Users", new FaultEffect.Truncate { Orderly = true }, times: null);

        var read = () => stage.Gateway.GetAsync($"/Users?count={Users}");

        await read.Should().ThrowAsync<HttpRequestException>(because: "half a list must not pass for a whole one");
        (await stage.ActivityAsync("list")).Status.Should().Be(502);
        stage.Target.Calls.Count("GET").Should().Be(1, because: "what was handed on cannot be taken back");
    }

    [Fact]
    public async Task AnswerStream_Of10000Users_HoldsNoMoreThanItsStart()
    {
        var sent = new CountingStream();
        var context = new DefaultHttpContext { Response = { Body = sent } };
        await using var stream = new AnswerStream(context.Response, new Addresses("http://target", "https://gateway"));
        stream.Open(200, new HeaderDictionary { ["Content-Type"] = "application/scim+json" }).Should().BeSameAs(stream);
        var user = Encoding.UTF8.GetBytes($$$"""{"id":"1","displayName":"{{{Long}}}","meta":{"location":"http://target/Users/1"}},""");
        var cancellationToken = TestContext.Current.CancellationToken;
        var (given, most, allocated) = (0L, 0L, 0L);

        await WriteAsync("{\"schemas\":[],\"Resources\":["u8.ToArray());
        for (var i = 0; i < Users; i++)
        {
            await WriteAsync(user);
        }

        await WriteAsync("{}]}"u8.ToArray());
        (await stream.CompleteAsync(cancellationToken)).Should().BeNull();

        most.Should().BeLessThan(80 * 1024, because: "64 KiB are held back, then each piece goes on");
        allocated.Should().BeLessThan(given / 2, because: "what is copied is not allocated anew");
        sent.Count.Should().BeGreaterThan(given, because: "the gateway's address is longer");

        async Task WriteAsync(byte[] piece)
        {
            var (thread, before) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
            await stream.WriteAsync(piece, cancellationToken);
            // The count is a thread's own: of a write that went on in another one it says nothing.
            allocated += thread == Environment.CurrentManagedThreadId ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            given += piece.Length;
            most = Math.Max(most, given - sent.Count);
        }
    }

    private static async Task<PassThroughStage> StartAsync()
    {
        var stage = await PassThroughStage.StartAsync(options: new ScimSandboxOptions { PageCap = Users });
        for (var i = 1; i < Users; i++)
        {
            stage.Target.State.AddUser($"user{i}@contoso.com", displayName: Long);
        }

        return stage;
    }

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
