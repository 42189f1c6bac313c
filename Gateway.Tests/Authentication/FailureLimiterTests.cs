using System.Buffers.Binary;
using System.Net;
using Gateway.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Authentication;

public sealed class FailureLimiterTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly FailureLimiter _limiter;

    public FailureLimiterTests() => _limiter = new FailureLimiter(_time);

    [Fact]
    public void Fail_UpToTheLimit_IsNotLimited() => FailTimes(Here, 3).Should().OnlyContain(wait => wait == null);

    [Fact]
    public void Fail_PastTheLimit_TellsTheRestOfTheMinute()
    {
        FailTimes(Here, 3);
        _time.Advance(TimeSpan.FromSeconds(20));

        _limiter.Fail(Here, 3).Should().Be(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void Fail_NextMinute_CountsAnew()
    {
        FailTimes(Here, 4);
        _time.Advance(TimeSpan.FromMinutes(1));

        _limiter.Fail(Here, 3).Should().BeNull();
    }

    [Theory]
    [InlineData("192.0.2.2")]
    [InlineData("2001:db8:1:1::1")]
    public void Fail_AnotherAddress_HasItsOwnCount(string address)
    {
        FailTimes(Here, 4);

        _limiter.Fail(IPAddress.Parse(address), 3).Should().BeNull();
    }

    [Fact]
    public void Fail_AddressMappedIntoIpv6_IsTheSameOne()
    {
        FailTimes(Here, 3);

        _limiter.Fail(Here.MapToIPv6(), 3).Should().NotBeNull();
    }

    [Fact]
    public void Fail_SameIpv6Network_SharesACount()
    {
        FailTimes(IPAddress.Parse("2001:db8:1:1::1"), 3);

        _limiter.Fail(IPAddress.Parse("2001:db8:1:1:ffff::9"), 3).Should().NotBeNull();
    }

    [Fact]
    public void Fail_MoreAddressesThanAreKept_ForgetsTheOldestOnly()
    {
        FailTimes(Here, 3);
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var number in Enumerable.Range(0, FailureLimiter.MaxAddresses))
        {
            _limiter.Fail(new IPAddress(0x0A000000L + number), 3);
        }

        _limiter.Fail(Here, 3).Should().BeNull(because: "it was the oldest");
        FailTimes(new IPAddress(0x0A000000L + FailureLimiter.MaxAddresses - 1), 2);
        _limiter.Fail(new IPAddress(0x0A000000L + FailureLimiter.MaxAddresses - 1), 3).Should().NotBeNull(because: "it was the newest");
    }

    [Fact]
    public void Fail_AddressesWithoutEnd_KeepBoundedMemory()
    {
        var network = new byte[16];
        foreach (var number in Enumerable.Range(0, FailureLimiter.MaxAddresses * 5))
        {
            BinaryPrimitives.WriteInt32BigEndian(network, number);
            _limiter.Fail(new IPAddress(network), 3);
        }

        _limiter.Count.Should().BeLessThanOrEqualTo(FailureLimiter.MaxAddresses);
    }

    private List<TimeSpan?> FailTimes(IPAddress address, int times) => [.. Enumerable.Range(0, times).Select(_ => _limiter.Fail(address, 3))];
}
