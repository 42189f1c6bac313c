using Gateway.Sandbox.Calls;
using Microsoft.AspNetCore.Http;

namespace Gateway.Sandbox.Hosting;

/// <summary>One request to an emulated app, its body read whole.</summary>
internal sealed class SandboxRequest
{
    public required string Method { get; init; }

    /// <summary>Decoded, without the context path.</summary>
    public required string Path { get; init; }

    /// <summary>As it was sent, with the question mark; empty when there is none.</summary>
    public required string RawQuery { get; init; }

    public required IQueryCollection Query { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Which node was asked, from 0.</summary>
    public required int Node { get; init; }

    /// <summary>The entry of this request in the call log.</summary>
    public required SandboxCall Call { get; init; }

    public bool IsWrite => Method is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>The first value of a query parameter; null when it is absent.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>A whole number in the query, or <paramref name="otherwise"/> when it is absent or none.</summary>
    public int Number(string name, int otherwise) =>
        int.TryParse(Parameter(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Whether a query parameter says true, in any case.</summary>
    public bool Flag(string name, bool otherwise = false) =>
        Parameter(name) is { Length: > 0 } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;
}
