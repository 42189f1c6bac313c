using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class SettingsBinderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bind_OnlyWhatIsRequired_GivesTheDefaultsOfTheRecords()
    {
        var settings = _folder.Open().Settings;

        settings.Should().Be(new GatewaySettings
        {
            BaseDirectory = Path.GetDirectoryName(_folder.PathOf("gateway.json"))!,
            Connections = [new ConnectionSettings { Name = "jira", App = AppKind.Jira, Cluster = "jira", Credential = new CredentialSettings { Type = "Bearer", Token = "pat" } }],
        });
    }

    [Fact]
    public void Bind_EveryKey_IsRead()
    {
        _folder.Write("my.js", "").Write("gateway.local.json", """
            {
              "PublicUrl": "https://scim.example.com", "KnownProxies": [ "10.0.0.1", "10.1.0.0/16" ], "AllowPlainHttp": true,
              "Management": { "Url": "http://127.0.0.1:9" },
              "State": { "Provider": "sqlite", "ConnectionString": "Data Source=x.db", "KeepActivity": "7.00:00:00" },
              "Sandbox": { "Enabled": true, "JiraUrl": "http://localhost:1" },
              "ReverseProxy": { "Clusters": { "other": { "Destinations": { "a": { "Address": "https://other/" } } } } },
              "Connections": { "jira": {
                "App": "JIRA", "Endpoint": "USER", "Cluster": "other",
                "Credential": { "Type": "basic", "Username": "svc", "Password": "secret", "Token": null },
                "Authentication": { "Tokens": [ { "Name": "t", "Sha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "NotAfter": "2027-01-31" } ] },
                "Script": "my.js", "Directory": "Internal",
                "Username": { "Pattern": "a(.*)", "Replacement": "b$1", "OnNoMatch": "reject", "Case": "lower" },
                "Users": { "Create": false, "Update": false, "Activate": false, "Deactivate": false, "Delete": "ignore", "Adopt": "byname", "AllowAdministrators": [ "root" ],
                           "Rename": "keep", "Deactivation": "native", "Access": [ "jira-software" ], "EndSessions": true, "DefaultLead": "boss" },
                "Groups": { "Create": false, "Update": false, "Delete": "delete", "Adopt": "never", "Rename": "recreate", "Default": [ "g" ],
                            "Map": [ { "From": "f", "To": "t" } ], "Protected": [ "p" ] },
                "Protected": [ "admin" ],
                "RateLimit": { "RequestsPerSecond": 1, "Burst": 2, "FailedPerMinute": 3 },
                "AppCalls": { "Concurrency": 4, "PerSecond": 5, "Timeout": "00:00:06", "ClientCertificate": null, "CaBundle": null },
                "Drift": { "Every": null },
                "Guard": { "MaxDeactivations": 7, "MaxPercent": 8.5, "MaxMembersRemoved": 9, "Window": "00:10:00" },
                "Paused": true } }
            }
            """);

        _folder.Open().Settings.Should().Be(new GatewaySettings
        {
            BaseDirectory = Path.GetDirectoryName(_folder.PathOf("gateway.json"))!,
            PublicUrl = "https://scim.example.com",
            KnownProxies = ["10.0.0.1", "10.1.0.0/16"],
            AllowPlainHttp = true,
            Management = new ManagementSettings { Url = "http://127.0.0.1:9" },
            State = new StateSettings { ConnectionString = "Data Source=x.db", KeepActivity = TimeSpan.FromDays(7) },
            Sandbox = new SandboxSettings { Enabled = true, JiraUrl = "http://localhost:1" },
            Connections =
            [
                new ConnectionSettings
                {
                    Name = "jira",
                    App = AppKind.Jira,
                    Endpoint = EndpointKind.User,
                    Cluster = "other",
                    Credential = new CredentialSettings { Type = "Basic", Username = "svc", Password = "secret" },
                    Authentication = new AuthenticationSettings
                    {
                        Tokens = [new TokenSettings("t", new string('a', 64), new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero))],
                    },
                    Script = _folder.PathOf("my.js"),
                    Directory = "Internal",
                    Username = new UsernameSettings { Pattern = "a(.*)", Replacement = "b$1", OnNoMatch = OnNoMatch.Reject, Case = NameCase.Lower },
                    Users = new UserOptions
                    {
                        Create = false,
                        Update = false,
                        Activate = false,
                        Deactivate = false,
                        Delete = UserDelete.Ignore,
                        Adopt = UserAdopt.ByName,
                        AllowAdministrators = ["root"],
                        Rename = UserRename.Keep,
                        Deactivation = UserDeactivation.Native,
                        Access = ["jira-software"],
                        EndSessions = true,
                        DefaultLead = "boss",
                    },
                    Groups = new GroupOptions
                    {
                        Create = false,
                        Update = false,
                        Delete = GroupDelete.Delete,
                        Adopt = GroupAdopt.Never,
                        Rename = GroupRename.Recreate,
                        Default = ["g"],
                        Map = [new GroupMapping("f", "t")],
                        Protected = ["p"],
                    },
                    Protected = ["admin"],
                    RateLimit = new RateLimitSettings { RequestsPerSecond = 1, Burst = 2, FailedPerMinute = 3 },
                    AppCalls = new AppCallSettings { Concurrency = 4, PerSecond = 5, Timeout = TimeSpan.FromSeconds(6) },
                    Guard = new GuardSettings { MaxDeactivations = 7, MaxPercent = 8.5, MaxMembersRemoved = 9, Window = TimeSpan.FromMinutes(10) },
                    Paused = true,
                },
            ],
        });
    }

    [Theory]
    [InlineData("\"None\"", "None")]
    [InlineData("\"default\"", "Default")]
    [InlineData("\"jira-software\"", "jira-software")]
    [InlineData("[ \"a\", \"b\" ]", "a,b")]
    [InlineData("[]", "None")]
    [InlineData("null", "Default")]
    public void Bind_Access_IsTextOrList(string json, string expected)
    {
        _folder.Jira($$"""  "Users": { "Access": {{json}} } """);

        string.Join(',', _folder.OpenJira().Users.Access).Should().Be(expected);
    }

    [Theory]
    [InlineData("\"Paused\": \"maybe\"", "Paused", "'maybe' is not a boolean; use true or false.")]
    [InlineData("\"Paused\": [ true ]", "Paused", "must be a single value.")]
    [InlineData("\"RateLimit\": { \"Burst\": 0 }", "RateLimit:Burst", "'0' is not a whole number from 1 to 1000000.")]
    [InlineData("\"RateLimit\": { \"Burst\": 1.5 }", "RateLimit:Burst", "'1.5' is not a whole number from 1 to 1000000.")]
    [InlineData("\"RateLimit\": 5", "RateLimit", "must be an object: { … }.")]
    [InlineData("\"RateLimit\": [ 5 ]", "RateLimit", "must be an object: { … }.")]
    [InlineData("\"AppCalls\": { \"PerSecond\": -1 }", "AppCalls:PerSecond", "'-1' is not a whole number from 1 to 1000000.")]
    [InlineData("\"AppCalls\": { \"Timeout\": 10 }", "AppCalls:Timeout", "'10' is not a duration hh:mm:ss from 00:00:00.1000000 to 00:02:00.")]
    [InlineData("\"AppCalls\": { \"Timeout\": \"00:05:00\" }", "AppCalls:Timeout", "'00:05:00' is not a duration hh:mm:ss from 00:00:00.1000000 to 00:02:00.")]
    [InlineData("\"Guard\": { \"MaxPercent\": 101 }", "Guard:MaxPercent", "'101' is not a number from 0 to 100.")]
    [InlineData("\"Guard\": { \"MaxPercent\": \"NaN\" }", "Guard:MaxPercent", "'NaN' is not a number from 0 to 100.")]
    [InlineData("\"Users\": { \"Delete\": \"Remove\" }", "Users:Delete", "'Remove' is not one of Deactivate, Delete, Ignore.")]
    [InlineData("\"Users\": { \"Delete\": \"1\" }", "Users:Delete", "'1' is not one of Deactivate, Delete, Ignore.")]
    [InlineData("\"Users\": { \"Access\": [ \"None\", \"x\" ] }", "Users:Access", "Default and None stand alone; else list application keys only.")]
    [InlineData("\"Protected\": \"admin\"", "Protected", "must be a list: [ … ].")]
    [InlineData("\"Protected\": { \"a\": 1 }", "Protected", "must be a list: [ … ].")]
    [InlineData("\"Protected\": [ \"a\", { } ]", "Protected:1", "must be a text that is not empty.")]
    [InlineData("\"Groups\": { \"Map\": [ 1 ] }", "Groups:Map:0", "must be an object: { … }.")]
    [InlineData("\"Groups\": { \"Map\": [ { \"From\": \"a\" } ] }", "Groups:Map:0", "needs From (the name in Entra) and To (the app's group).")]
    [InlineData("\"Groups\": { \"Map\": { \"a\": \"b\" } }", "Groups:Map", "must be a list of objects: [ { … } ].")]
    [InlineData("\"Authentication\": { \"Tokens\": [ { \"Name\": \"t\", \"Sha256\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"NotAfter\": \"soon\" } ] }", "Authentication:Tokens:0:NotAfter", "'soon' is not a date such as 2027-01-31 or 2027-01-31T12:00:00Z.")]
    public void Bind_ValueThatDoesNotFit_IsAnErrorWithItsPath(string members, string path, string message)
    {
        _folder.Jira(members);

        _folder.Errors().Should().ContainSingle().Which.Should().Be(new Finding($"Connections:jira:{path}", message));
    }

    [Theory]
    [InlineData("\"App\": \"sharepoint\"", "App", "'sharepoint' is not one of Jira")]
    [InlineData("\"App\": null", "App", "is missing")]
    [InlineData("\"Users\": { \"Deactivation\": \"RevokeAccess\" }", "Users:Deactivation", "'RevokeAccess' is nothing that Jira can do over REST; use Native.")]
    [InlineData("\"Drift\": { \"Every\": \"01:00:00\" }", "Drift:Every", "not supported by this version")]
    [InlineData("\"Credential\": { \"Type\": \"OAuth\" }", "Credential:Type", "'OAuth' does not do for Jira: ")]
    public void Bind_WhatThisVersionDoesNotDo_IsRefused(string members, string path, string message)
    {
        _folder.Jira(members);

        var error = _folder.Errors().Should().ContainSingle().Subject;
        error.Path.Should().Be($"Connections:jira:{path}");
        error.Message.Should().Contain(message);
    }

    [Fact]
    public void Bind_PostgresStore_IsRefused()
    {
        _folder.Local("""  "State": { "Provider": "Postgres" } """);

        _folder.Errors().Should().Equal(new Finding("State:Provider", "'Postgres' is not supported by this version; use Sqlite."));
    }

    [Theory]
    [InlineData("\"Authentication\": { \"OAuth\": null, \"Entra\": null, \"AllowedNetworks\": [] }")]
    [InlineData("\"AppCalls\": { \"ClientCertificate\": null, \"CaBundle\": null }, \"Drift\": { \"Every\": null }")]
    public void Bind_UnsupportedKeyThatAsksForNothing_IsAccepted(string members)
    {
        _folder.Jira(members);

        _folder.OpenJira().Name.Should().Be("jira");
    }

    [Theory]
    [InlineData("\"https://host/token\"")]
    [InlineData("\"/rest/oauth2/latest/token\"")]
    [InlineData("null")]
    public void Bind_OAuthOfBitbucket_IsAccepted(string endpoint)
    {
        _folder.Jira($$"""
            "App": "bitbucket", "Credential": { "Type": "oauth", "Username": "svc", "ClientId": "a", "ClientSecret": "b", "RefreshToken": "c", "TokenEndpoint": {{endpoint}} }
            """);

        var connection = _folder.OpenJira();

        connection.Credential!.Type.Should().Be("OAuth");
        connection.Credential.ToString().Should().Be("OAuth svc");
    }

    [Theory]
    [InlineData("{ \"Type\": \"OAuth\" }", "ClientId,ClientSecret,RefreshToken")]
    [InlineData("{ \"Type\": \"OAuth\", \"ClientId\": \"a\", \"ClientSecret\": \"b\", \"RefreshToken\": \"…\" }", "RefreshToken")]
    [InlineData("{ \"Type\": \"OAuth\", \"ClientId\": \"a\", \"ClientSecret\": \"b\", \"RefreshToken\": \"c\", \"TokenEndpoint\": \"//host/token\" }", "TokenEndpoint")]
    [InlineData("{ \"Type\": \"OAuth\", \"ClientId\": \"a\", \"ClientSecret\": \"b\", \"RefreshToken\": \"c\", \"TokenEndpoint\": \"/token?x=1\" }", "TokenEndpoint")]
    [InlineData("{ \"Type\": \"OAuth\", \"ClientId\": \"a\", \"ClientSecret\": \"b\", \"RefreshToken\": \"c\", \"TokenEndpoint\": \"ftp://host/token\" }", "TokenEndpoint")]
    [InlineData("{ \"Type\": \"Bearer\", \"Token\": \"http-access-token\" }", "Type")]
    public void Bind_CredentialOfBitbucket_NamesWhatIsWrong(string json, string keys)
    {
        _folder.Jira($"\"App\": \"bitbucket\", \"Credential\": {json}");

        _folder.Errors().Select(error => error.Path).Should().Equal(keys.Split(',').Select(key => $"Connections:jira:Credential:{key}"));
    }

    [Theory]
    [InlineData("{ \"Type\": \"Basic\" }", "Credential:Username,Credential:Password")]
    [InlineData("{ \"Type\": \"Basic\", \"Username\": \"a:b\", \"Password\": \"x\" }", "Credential:Username")]
    [InlineData("{ \"Type\": \"Basic\", \"Username\": \"a\", \"Password\": \"…\" }", "Credential:Password")]
    [InlineData("{ \"Type\": \"Bearer\", \"Token\": \"\" }", "Credential:Token")]
    [InlineData("{ \"Type\": \"Bearer\", \"Token\": \"two words\" }", "Credential:Token")]
    [InlineData("{ \"Type\": \"Kerberos\" }", "Credential:Type")]
    [InlineData("{ \"Type\": null, \"Username\": \"a\" }", "Credential:Type")]
    [InlineData("null", "Credential")]
    public void Bind_CredentialIncomplete_NamesWhatIsMissing(string json, string paths)
    {
        _folder.Jira($"\"Credential\": {json}");

        _folder.Errors().Select(error => error.Path).Should().Equal(paths.Split(',').Select(path => $"Connections:jira:{path}"));
    }

    [Fact]
    public void Bind_CredentialWithKeysOfAnotherType_IsWarnedAbout()
    {
        _folder.Jira("""  "Credential": { "Password": "x" } """);

        _folder.Warnings().Should().ContainSingle().Which.Path.Should().Be("Connections:jira:Credential:Password");
    }

    [Fact]
    public void Bind_SandboxConnection_GetsTheOverlaysCredential()
    {
        var credential = new CredentialSettings { Type = "Basic", Username = "svc", Password = "random" };
        PointAtSandbox("http://localhost:8090/");
        _folder.Overlay.Set(new Uri("http://127.0.0.1:8090"), credential);

        _folder.OpenJira().Credential.Should().Be(credential);
    }

    [Fact]
    public void Bind_SandboxNotRunning_LeavesTheCredentialOut()
    {
        PointAtSandbox("http://127.0.0.1:8090/");

        _folder.OpenJira().Credential.Should().BeNull();
    }

    [Fact]
    public void Bind_ConnectionToAnotherServer_NeverGetsTheSandboxsCredential()
    {
        PointAtSandbox("https://jira.internal/");
        _folder.Overlay.Set(new Uri("http://127.0.0.1:8090"), new CredentialSettings { Type = "Basic", Username = "svc", Password = "random" });

        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be("Connections:jira:Credential");
    }

    [Fact]
    public void Bind_SandboxOff_AsksForACredential()
    {
        PointAtSandbox("http://127.0.0.1:8090/", enabled: "false");

        _folder.Errors().Should().ContainSingle().Which.Path.Should().Be("Connections:jira:Credential");
    }

    private void PointAtSandbox(string address, string enabled = "true") => _folder.Local($$"""
        "Sandbox": { "Enabled": {{enabled}} },
        "Connections": { "jira": { "Credential": null } },
        "ReverseProxy": { "Clusters": { "jira": { "Destinations": { "node1": { "Address": "{{address}}" } } } } }
        """);
}
