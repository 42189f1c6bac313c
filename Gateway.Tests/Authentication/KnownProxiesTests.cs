using System.Net;
using Gateway.Authentication;
using Gateway.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Authentication;

public sealed class KnownProxiesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[]", "127.0.0.1", "127.0.0.1")]
    [InlineData("[ \"10.0.0.1\" ]", "10.0.0.1", "192.0.2.1")]
    [InlineData("[ \"10.0.0.0/8\" ]", "10.9.9.9", "192.0.2.1")]
    [InlineData("[ \"10.0.0.1\" ]", "10.0.0.2", "10.0.0.2")]
    [InlineData("[ \"10.0.0.1\" ]", "127.0.0.1", "127.0.0.1")]
    [InlineData("[ \"10.0.0.0/8\" ]", "::ffff:10.9.9.9", "192.0.2.1")]
    [InlineData("[ \"2001:db8::/32\" ]", "2001:db8::7", "192.0.2.1")]
    public async Task UseKnownProxies_ForwardedFor_IsBelievedOfThoseAlone(string proxies, string peer, string expected)
    {
        var context = await SendAsync(proxies, peer, "192.0.2.1");

        context.Connection.RemoteIpAddress.Should().Be(IPAddress.Parse(expected));
    }

    [Fact]
    public async Task UseKnownProxies_HopThatTheCallerMadeUp_IsNotBelieved()
    {
        var context = await SendAsync("[ \"10.0.0.1\" ]", "10.0.0.1", "198.51.100.9, 192.0.2.1");

        context.Connection.RemoteIpAddress.Should().Be(IPAddress.Parse("192.0.2.1"));
    }

    [Fact]
    public async Task UseKnownProxies_SchemeAndHost_AreTheOnesThatEntraUsed()
    {
        var context = await SendAsync("[ \"10.0.0.1\" ]", "10.0.0.1", "192.0.2.1");

        (context.Request.Scheme, context.Request.Host.Value).Should().Be(("https", "scim.example.com"));
    }

    private async Task<HttpContext> SendAsync(string proxies, string peer, string forwardedFor)
    {
        _folder.Local($"\"KnownProxies\": {proxies}");
        await using var services = new ServiceCollection().AddSingleton(_folder.Open()).AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services).UseKnownProxies();
        app.Run(_ => Task.CompletedTask);
        var context = new DefaultHttpContext { RequestServices = services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        context.Request.Headers["X-Forwarded-Proto"] = "https";
        context.Request.Headers["X-Forwarded-Host"] = "scim.example.com";
        await app.Build()(context);
        return context;
    }
}
