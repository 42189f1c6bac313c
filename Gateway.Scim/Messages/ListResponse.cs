using System.Text.Json;
using Gateway.Scim.Resources;

namespace Gateway.Scim.Messages;

/// <summary>A page of resources (RFC 7644 section 3.4.2). A query always answers with one, for no hit and for one hit as well.</summary>
/// <param name="TotalResults">How many match, over all pages.</param>
/// <param name="StartIndex">Position of the first of <paramref name="Resources"/>, from 1.</param>
/// <param name="Resources">This page.</param>
public sealed record ListResponse(long TotalResults, long StartIndex, IReadOnlyList<ScimObject> Resources)
{
    /// <summary>urn:ietf:params:scim:api:messages:2.0:ListResponse</summary>
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>All there is, on one page.</summary>
    public static ListResponse Of(params IReadOnlyList<ScimObject> resources) => new(resources.Count, 1, resources);

    /// <summary>The message; <c>Resources</c> is there also when it is empty.</summary>
    public ScimObject ToObject() => ScimObject.Of(
        ("schemas", ScimArray.Own(new ScimString(Urn))),
        ("totalResults", ScimNumber.Of(TotalResults)),
        ("startIndex", ScimNumber.Of(StartIndex)),
        ("itemsPerPage", ScimNumber.Of(Resources.Count)),
        ("Resources", new ScimArray(Resources)));

    /// <summary>
    /// Writes the message resource by resource, without making a tree of it: each of <paramref name="resources"/> is asked for when those before it are
    /// written, so that it may be made then. The same text as that of <see cref="ToObject"/>; the steps are those of <see cref="ScimJson.WriteSteps"/>.
    /// </summary>
    /// <param name="itemsPerPage">How many <paramref name="resources"/> there are: it is written before them.</param>
    public static IEnumerable<long> WriteSteps(Utf8JsonWriter writer, long totalResults, long startIndex, int itemsPerPage, IEnumerable<ScimObject> resources)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("schemas"u8);
        writer.WriteStringValue(Urn);
        writer.WriteEndArray();
        writer.WriteNumber("totalResults"u8, totalResults);
        writer.WriteNumber("startIndex"u8, startIndex);
        writer.WriteNumber("itemsPerPage"u8, itemsPerPage);
        writer.WriteStartArray("Resources"u8);
        foreach (var resource in resources)
        {
            foreach (var written in ScimJson.WriteSteps(writer, resource))
            {
                yield return written;
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        yield return writer.BytesCommitted + writer.BytesPending;
    }
}
