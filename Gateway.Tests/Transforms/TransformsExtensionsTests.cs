using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Transforms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Transforms;

public sealed class TransformsExtensionsTests
{
    [Fact]
    public async Task AddTransforms_HostedServicesStarted_RulesAreThere()
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDirectoryFactory, FakeDirectories>()
            .AddSingleton<IConnectionSettingsSource, OneConnection>()
            .AddTransforms()
            .BuildServiceProvider();
        var hosted = services.GetServices<IHostedService>().Single();

        await hosted.StartAsync(Bench.Stop);

        services.GetRequiredService<ITransforms>().For("jira").IsOk.Should().BeTrue();
        services.GetRequiredService<ITransformStatus>().All.Should().ContainSingle().Which.Connection.Should().Be("jira");
        await hosted.StopAsync(Bench.Stop);
    }

    [Fact]
    public async Task TransformUser_ManyAtOnce_EachGetsItsOwn()
    {
        using var bench = new Bench();
        var transform = await bench.TransformAsync("let last; export const username = user => { last = user.userName; return last; };");

        var names = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
            (await transform.TransformUserAsync(Bench.Json($$"""{"userName":"u{{number}}"}"""), Bench.Context, Bench.Stop)).Value.Name));

        names.Should().Equal(Enumerable.Range(0, 200).Select(number => $"u{number}"));
    }

    private sealed class OneConnection : IConnectionSettingsSource
    {
        public event Action Changed
        {
            add { }
            remove { }
        }

        public IReadOnlyList<ConnectionSettings> Current { get; } = [Bench.Jira];
    }
}
