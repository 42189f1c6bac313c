using System.Globalization;
using Gateway.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Scenarios.Options;

/// <summary>An admin saves and saves while Entra provisions: each request sees one version whole, and none fails because of it.</summary>
public sealed class EditsUnderTrafficTests
{
    private const int Edits = 100;
    private const int Writers = 4;

    [Fact]
    public async Task HundredRandomEdits_WhileUsersAreCreated_EachRequestSeesOneVersionAndNoneFails()
    {
        await using var gateway = await GatewayFixture.StartAsync(script: Script(0));
        using var edited = new CancellationTokenSource();
        var created = 0;

        var traffic = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            while (!edited.IsCancellationRequested)
            {
                var reply = await gateway.SendAsync(HttpMethod.Post, "/Users", ScimBodies.User($"u{Interlocked.Increment(ref created)}@contoso.com"));
                reply.Status.Should().Be(201, because: reply.Text);
            }
        })).ToList();
        await EditAsync(gateway.Folder);
        await edited.CancelAsync();
        await Task.WhenAll(traffic);

        var users = gateway.Jira.State.Users.Where(user => user.Name.StartsWith('u') && char.IsAsciiDigit(user.Name[^1])).ToList();
        users.Should().HaveCount(created);
        users.Should().OnlyContain(user => user.Email == $"{user.DisplayName}@contoso.com", because: "both come of one version");
        users.Select(user => user.DisplayName).Distinct().Count().Should().BeGreaterThan(3, because: "saved versions come into force meanwhile");
        users.Should().NotContain(user => user.DisplayName == "broken");
        await VersionsAreToldAsync(gateway, users.ToDictionary(user => user.Name, user => user.DisplayName));
    }

    /// <summary>The activity names the version: one name for each, and another for each other.</summary>
    private static async Task VersionsAreToldAsync(GatewayFixture gateway, Dictionary<string, string> shown)
    {
        var log = gateway.Services.GetRequiredService<IActivityLog>();
        var records = (await log.SearchAsync(new ActivityQuery { Limit = 100_000 }, TestContext.Current.CancellationToken)).Where(record => record.Operation == "create").ToList();
        records.Should().HaveCount(shown.Count);
        var versions = records.GroupBy(record => record.TransformVersion).ToDictionary(group => group.Key!, group => group.Select(record => shown[record.AppName!]).Distinct().ToList());
        versions.Should().OnlyContain(version => version.Value.Count == 1);
        versions.Values.Select(names => names[0]).Should().OnlyHaveUniqueItems();
    }

    private static async Task EditAsync(string folder)
    {
        var random = new Random(4711);
        var file = Path.Combine(folder, "rules.js");
        for (var edit = 1; edit <= Edits; edit++)
        {
            var text = random.Next(5) == 0 ? Broken(random) : Script(edit);
            if (random.Next(2) == 0)
            {
                // As vim and most editors: a new file over the old one.
                var beside = Path.Combine(folder, $"rules.js.{edit.ToString(CultureInfo.InvariantCulture)}~");
                await File.WriteAllTextAsync(beside, text, TestContext.Current.CancellationToken);
                File.Move(beside, file, overwrite: true);
            }
            else
            {
                // As notepad and shells: emptied, then written, in two goes.
                await using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
                await using var writer = new StreamWriter(stream);
                await writer.WriteAsync(text.AsMemory(0, text.Length / 2), TestContext.Current.CancellationToken);
                await writer.FlushAsync(TestContext.Current.CancellationToken);
                await Task.Delay(random.Next(20), TestContext.Current.CancellationToken);
                await writer.WriteAsync(text.AsMemory(text.Length / 2), TestContext.Current.CancellationToken);
            }

            // Now and then the admin looks at what came of it: a saved file is in force within a second.
            await Task.Delay(edit % 8 == 0 ? 1200 : random.Next(20, 120), TestContext.Current.CancellationToken);
        }
    }

    private static string Script(int version) => $$"""
        export const username = { pattern: '(.*)@.*', replacement: '$1' };
        export const attributes = {
          displayName: () => 'v{{version.ToString(CultureInfo.InvariantCulture)}}',
          emailAddress: () => 'v{{version.ToString(CultureInfo.InvariantCulture)}}@contoso.com',
        };
        """;

    private static string Broken(Random random) => random.Next(3) switch
    {
        0 => "export const attributes = { displayName: () => 'broken', ",
        1 => "export const attributes = { noSuchField: () => 'broken' };",
        _ => "export const attributes = { displayName: () => 'broken' };\nexport const examples = [ { name: 'x', given: { userName: 'a@b.c' }, expect: { username: 'other' } } ];",
    };
}
