namespace Gateway.Benchmarks.Load;

/// <param name="Usual">Entra's look-ups alone, at their pace.</param>
/// <param name="Flooded">The same while wrong tokens come.</param>
/// <param name="Refused">Wrong tokens that were answered meanwhile.</param>
/// <param name="PerSecond">How many a second.</param>
/// <param name="MegabytesBefore">In use by the gateway before the flood.</param>
/// <param name="MegabytesAfter">And at its end, with the flood's connections open.</param>
internal sealed record Flood(Driven Usual, Driven Flooded, long Refused, double PerSecond, double MegabytesBefore, double MegabytesAfter);

/// <summary>
/// What wrong tokens at full speed do to whoever has the right one: a process of its own sends them from <see cref="Connections"/> connections, each as soon as
/// the one before is answered, while this one goes on with Entra's look-ups at an even pace.
/// </summary>
internal static class WrongTokens
{
    /// <summary>As refusals are held back for one to two seconds, some 700 come a second: 10,000 in fifteen.</summary>
    public const int Connections = 1000;

    /// <summary>Four times what Entra is documented to send.</summary>
    private const double LookUpsPerSecond = 100;

    /// <summary>So many times the bench's seconds, so that the flood passes 10,000 by default.</summary>
    private const int Stretch = 4;

    private const double BytesPerMegabyte = 1024 * 1024;

    public static async Task<Flood> MeasureAsync(LoadStage stage, LoadTarget lookUp, LoadOptions options)
    {
        var duration = TimeSpan.FromSeconds(options.Seconds * Stretch);
        var usual = await stage.Driver.PaceAsync(lookUp, duration, LookUpsPerSecond);
        var before = await stage.Gateway.CountBytesInUseAsync();
        await using var flood = await LoadProcess.StartAsync(LoadChild.Flood, stage.Gateway.Address.ToString());
        var (started, first) = (TimeProvider.System.GetTimestamp(), (await flood.CountAsync()).Calls);
        var flooded = await stage.Driver.PaceAsync(lookUp, duration, LookUpsPerSecond);
        var refused = (await flood.CountAsync()).Calls;
        var perSecond = (refused - first) / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var after = await stage.Gateway.CountBytesInUseAsync();
        return new(usual, flooded, refused, perSecond, before / BytesPerMegabyte, after / BytesPerMegabyte);
    }

    /// <summary>The child: sends until it is ended; <paramref name="counted"/> is told of each answer.</summary>
    public static void Send(Uri gateway, Action counted)
    {
        var client = new HttpMessageInvoker(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false, UseProxy = false });
        for (var connection = 0; connection < Connections; connection++)
        {
            _ = Task.Run(() => SendAsync(client, gateway, counted));
        }
    }

    private static async Task SendAsync(HttpMessageInvoker client, Uri gateway, Action counted)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway, "/scim/jira/v2/Users"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer wrong-{Guid.NewGuid():N}");
            using var response = await client.SendAsync(request, CancellationToken.None);
            await response.Content.CopyToAsync(Stream.Null);
            if (response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException("A wrong token was served.");
            }

            counted();
        }
    }
}
