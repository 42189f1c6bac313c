using System.Net;

namespace Gateway.Tests.Configuration;

public sealed class NetworkListTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:11.1.2.3", false)]
    [InlineData("10.0.0.0/8", "::10.1.2.3", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7/32", "192.0.2.7", true)]
    [InlineData("192.0.2.128/25", "192.0.2.127", false)]
    [InlineData("0.0.0.0/0", "192.0.2.7", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "192.0.2.7", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData(" 10.0.0.0/8 ", "10.0.0.1", true)]
    public void Admits_Address_IsThatOfANetwork(string network, string address, bool expected)
    {
        _folder.Jira($$"""  "Authentication": { "AllowedNetworks": [ "192.0.2.99", "{{network}}" ] } """);

        _folder.OpenJira().Authentication.AllowedNetworks.Admits(IPAddress.Parse(address)).Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"Authentication\": { \"AllowedNetworks\": [] }")]
    [InlineData("\"Authentication\": { \"AllowedNetworks\": null }")]
    public void Admits_NoNetworkStated_Everybody(string members)
    {
        _folder.Jira(members);
        var networks = _folder.OpenJira().Authentication.AllowedNetworks;

        networks.Admits(IPAddress.Parse("2001:db8::1")).Should().BeTrue();
        networks.Admits(null).Should().BeTrue();
    }

    [Fact]
    public void Admits_AddressThatIsNotKnown_OnlyWhereNothingIsStated()
    {
        _folder.Jira("""  "Authentication": { "AllowedNetworks": [ "0.0.0.0/0", "::/0" ] } """);

        _folder.OpenJira().Authentication.AllowedNetworks.Admits(null).Should().BeFalse();
    }

    [Theory]
    [InlineData("10", "neither a network")]
    [InlineData("10.0.0.0/", "neither a network")]
    [InlineData("10.0.0.0/33", "neither a network")]
    [InlineData("10.0.0.0/-1", "neither a network")]
    [InlineData("10.0.0.0/+8", "neither a network")]
    [InlineData("010.0.0.0/8", "neither a network")]
    [InlineData("0x0a.0.0.0/8", "neither a network")]
    [InlineData("2001:db8::/129", "neither a network")]
    [InlineData("fe80::1%1", "neither a network")]
    [InlineData("AzureActiveDirectory", "neither a network")]
    [InlineData("10.0.0.0/8/8", "neither a network")]
    [InlineData("10.1.2.3/8", "the network is 10.0.0.0/8")]
    [InlineData("2001:db8::1/33", "the network is 2001:db8::/33")]
    public void Read_WhatIsNoNetwork_IsRefusedWithItsPlace(string text, string message)
    {
        _folder.Jira($$"""  "Authentication": { "AllowedNetworks": [ "10.0.0.0/8", "{{text}}" ] } """);

        var error = _folder.Errors().Should().ContainSingle().Subject;
        error.Path.Should().Be("Connections:jira:Authentication:AllowedNetworks:1");
        error.Message.Should().StartWith($"'{text}' ").And.Contain(message);
    }

    [Fact]
    public void Equals_SameNetworks_NothingHasChanged()
    {
        _folder.Jira("""  "Authentication": { "AllowedNetworks": [ "10.0.0.0/8" ] } """);

        _folder.OpenJira().Should().Be(_folder.OpenJira());
    }
}
