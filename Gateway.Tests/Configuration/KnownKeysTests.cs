using CsCheck;
using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class KnownKeysTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"Conections\": { \"x\": { } }", "Conections", "did you mean 'Connections'?")]
    [InlineData("\"Connections\": { \"jira\": { \"Usres\": { } } }", "Connections:jira:Usres", "did you mean 'Users'?")]
    [InlineData("\"Connections\": { \"jira\": { \"Users\": { \"Deactivte\": true } } }", "Connections:jira:Users:Deactivte", "did you mean 'Deactivate'?")]
    [InlineData("\"Connections\": { \"jira\": { \"RateLimit\": { \"RequestPerSecond\": 1 } } }", "Connections:jira:RateLimit:RequestPerSecond", "did you mean 'RequestsPerSecond'?")]
    [InlineData("\"Connections\": { \"jira\": { \"Password\": \"x\" } }", "Connections:jira:Password", "it belongs at 'Connections:*:Credential:Password'.")]
    [InlineData("\"Connections\": { \"jira\": { \"Groups\": { \"Map\": [ { \"From\": \"a\", \"To\": \"b\", \"Tow\": \"c\" } ] } } }", "Connections:jira:Groups:Map:0:Tow", "did you mean 'To'?")]
    [InlineData("\"Zebra\": 1", "Zebra", "is not a known key and does nothing (gateway.local.json).")]
    public void FindUnknown_KeyThatNobodyReads_IsAWarningWithPathAndHint(string members, string path, string hint)
    {
        _folder.Local(members);

        var warning = _folder.Warnings().Should().ContainSingle().Subject;
        warning.Path.Should().Be(path);
        warning.Message.Should().EndWith(hint);
    }

    [Theory]
    [InlineData("\"$schema\": \"x\", \"AllowedHosts\": \"*\"")]
    [InlineData("\"Logging\": { \"LogLevel\": { \"Default\": \"Debug\" } }")]
    [InlineData("\"ReverseProxy\": { \"Clusters\": { \"jira\": { \"HealthCheck\": { \"Active\": { \"Enabled\": false } } } } }")]
    [InlineData("\"CONNECTIONS\": { \"JIRA\": { \"PAUSED\": true } }")]
    public void FindUnknown_KnownKeys_AreSilent(string members)
    {
        _folder.Local(members);

        _folder.Warnings().Should().BeEmpty();
    }

    [Fact]
    public void FindUnknown_EnvironmentOfOtherPrograms_IsSilent()
    {
        _folder.Environment["PATH"] = "/bin";
        _folder.Environment["STATE"] = "some shell's";
        _folder.Environment["OTHER__PROGRAM"] = "x";
        _folder.Environment["__CF_USER"] = "y";

        _folder.Warnings().Should().BeEmpty();
    }

    [Theory]
    [InlineData("Connections__jira__Credential__Pasword", "Connections:jira:Credential:Pasword", "did you mean 'Password'?")]
    [InlineData("Conections__jira__Paused", "Conections", "did you mean 'Connections'?")]
    public void FindUnknown_MisspeltVariable_IsWarnedAbout(string variable, string path, string hint)
    {
        _folder.Environment[variable] = "x";

        var warning = _folder.Warnings().Should().ContainSingle().Subject;
        warning.Path.Should().Be(path);
        warning.Message.Should().EndWith(hint);
    }

    [Fact]
    public void Nearest_NothingNear_IsNull() => Spelling.Nearest("Zebra", ["Users", "Groups", "*"]).Should().BeNull();

    [Fact]
    public void Distance_AnyWords_IsAMeasure() => Gen.Select(Gen.String[Gen.Char['a', 'f'], 0, 8], Gen.String[Gen.Char['a', 'f'], 0, 8]).Sample((left, right) =>
        Spelling.Distance(left, right) == Spelling.Distance(right, left)
        && Spelling.Distance(left, right) <= Math.Max(left.Length, right.Length)
        && Spelling.Distance(left, right) >= Math.Abs(left.Length - right.Length)
        && (Spelling.Distance(left, right) == 0) == (left == right));

    [Fact]
    public void Distance_TwoLettersThatChangedPlaces_CountOne() => Spelling.Distance("Usres", "users").Should().Be(1);
}
