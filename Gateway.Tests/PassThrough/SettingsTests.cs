using Gateway.Configuration;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.PassThrough;

/// <summary>What a pass-through cannot keep is refused at load with the reason, never ignored.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("\"Users\": { \"Delete\": \"Deactivate\" }", "Users:Delete", "tombstones")]
    [InlineData("\"Users\": { \"Delete\": \"Ignore\" }", "Users:Delete", "tombstones")]
    [InlineData("\"Users\": { \"Adopt\": \"Confirmed\" }", "Users:Adopt", "look-up")]
    [InlineData("\"Users\": { \"Rename\": \"Keep\" }", "Users:Rename", "target renames")]
    [InlineData("\"Users\": { \"Deactivation\": \"RevokeAccess\" }", "Users:Deactivation", "RevokeAccess")]
    [InlineData("\"Users\": { \"AllowAdministrators\": [ \"x\" ] }", "Users:AllowAdministrators", "administration rights")]
    [InlineData("\"Users\": { \"Access\": \"None\" }", "Users:Access", "product access")]
    [InlineData("\"Users\": { \"EndSessions\": true }", "Users:EndSessions", "sessions")]
    [InlineData("\"Groups\": { \"Delete\": \"Empty\" }", "Groups:Delete", "tombstones")]
    [InlineData("\"Groups\": { \"Adopt\": \"Never\" }", "Groups:Adopt", "look-up")]
    [InlineData("\"Groups\": { \"Rename\": \"Keep\" }", "Groups:Rename", "renames groups itself")]
    [InlineData("\"Groups\": { \"Default\": [ \"all\" ] }", "Groups:Default", "further changes")]
    [InlineData("\"Guard\": { \"MaxPercent\": 5 }", "Guard:MaxPercent", "MaxDeactivations holds alone")]
    [InlineData("\"Directory\": \"LDAP\"", "Directory", "user directories")]
    [InlineData("\"Endpoint\": \"directory\"", "Endpoint", "directory")]
    public void Open_WhatCannotBeKept_IsRefusedWithTheReason(string settings, string path, string reason)
    {
        using var folder = new ConfigurationFolder();
        folder.Write("gateway.json", Config(settings));

        var open = () => folder.Open();

        open.Should().Throw<ConfigurationException>().Which.Findings.Should().Contain(finding => finding.Path == $"Connections:cloud:{path}" && finding.ToString().Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_WithoutOptions_HasTheOnlyValuesThereAre()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("gateway.json", Config("\"Users\": { \"Delete\": \"Delete\", \"Adopt\": \"ByName\", \"Rename\": \"Native\" }"));

        var connection = folder.Open().Current.Single();

        (connection.App, connection.Users.Delete, connection.Users.Adopt, connection.Groups.Delete, connection.Guard.MaxPercent)
            .Should().Be((AppKind.Scim, UserDelete.Delete, UserAdopt.ByName, GroupDelete.Delete, 0));
        connection.Groups.Protected.Should().BeEmpty();
    }

    private static string Config(string settings) => $$"""
        {
          "Kestrel": { "Endpoints": { "Scim": { "Url": "http://127.0.0.1:0" } } },
          "Connections": { "cloud": { "App": "scim", "Credential": { "Type": "Bearer", "Token": "t" }, {{settings}} } },
          "ReverseProxy": { "Clusters": { "cloud": { "Destinations": { "one": { "Address": "https://example.com/scim/v2/" } } } } }
        }
        """;
}
