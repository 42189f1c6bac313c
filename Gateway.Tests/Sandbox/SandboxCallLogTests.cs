using Gateway.Sandbox.Calls;
using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Jira;

namespace Gateway.Tests.Sandbox;

public sealed class SandboxCallLogTests
{
    [Fact]
    public async Task Calls_ARequest_IsKeptWithoutItsSecret()
    {
        await using var lab = await JiraLab.StartWithAnnaAsync(new JiraSandboxOptions { ContextPath = "/jira" });

        await lab.PutAsync($"{JiraLab.Users}?key=JIRAUSER10200", """{"displayName":"New"}""");

        var call = lab.Sandbox.Calls.All.Should().ContainSingle().Subject;
        call.Should().BeEquivalentTo(new
        {
            Method = "PUT",
            Path = JiraLab.Users,
            Query = "?key=JIRAUSER10200",
            BodyText = """{"displayName":"New"}""",
            Status = 200,
            Node = 0,
            Account = "svc-scim",
            Credential = SandboxCredential.Bearer,
            Answered = true,
        });
        call.Header("Authorization").Should().Be("Bearer");
        call.Header("content-type").Should().StartWith("application/json");
    }

    [Fact]
    public async Task Calls_Probes_AreCountedApart()
    {
        await using var lab = await JiraLab.StartAsync();

        await lab.GetAsync("/status");

        lab.Sandbox.Calls.Should().BeEquivalentTo(new { Total = 0L, Probes = 1L });
        lab.Sandbox.Calls.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_PastTheCapacity_KeepTheLastAndCountAll()
    {
        await using var lab = await JiraLab.StartAsync(new JiraSandboxOptions { CallCapacity = 1 });

        await lab.GetAsync("/rest/api/2/myself");
        await lab.GetAsync("/rest/api/2/mypermissions");

        lab.Sandbox.Calls.Total.Should().Be(2);
        lab.Sandbox.Calls.All.Should().ContainSingle().Which.Path.Should().EndWith("mypermissions");
    }

    [Fact]
    public async Task MaxConcurrency_ThreeSideBySide_IsThree()
    {
        await using var lab = await JiraLab.StartAsync();
        lab.Sandbox.Faults.Add("GET", "/rest", new FaultEffect.Freeze(), times: 3);

        var calls = new[] { lab.GetAsync("/rest/api/2/myself"), lab.GetAsync("/rest/api/2/myself"), lab.GetAsync("/rest/api/2/myself") };
        await Eventually.TrueAsync(() => lab.Sandbox.Faults.Frozen == 3);
        lab.Sandbox.Faults.Release();
        await Task.WhenAll(calls);
        await lab.GetAsync("/rest/api/2/myself");

        lab.Sandbox.Calls.MaxConcurrency.Should().Be(3);
    }

    [Fact]
    public async Task MaxConcurrency_OneAfterTheOther_IsOne()
    {
        await using var lab = await JiraLab.StartAsync();

        await lab.GetAsync("/rest/api/2/myself");
        await lab.GetAsync("/rest/api/2/myself");
        await lab.GetAsync("/rest/api/2/myself");

        lab.Sandbox.Calls.MaxConcurrency.Should().Be(1);
    }

    [Fact]
    public async Task Clear_CallsKept_StartsAnew()
    {
        await using var lab = await JiraLab.StartAsync();
        await lab.GetAsync("/rest/api/2/myself");

        lab.Sandbox.Calls.Clear();

        lab.Sandbox.Calls.Should().BeEquivalentTo(new { Total = 0L, MaxConcurrency = 0 });
        lab.Sandbox.Calls.Count("GET").Should().Be(0);
    }
}
