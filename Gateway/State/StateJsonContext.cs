using System.Text.Json.Serialization;
using Gateway.Activity;
using Gateway.Forwarding;

namespace Gateway.State;

/// <summary>What an activity row keeps beside its searched columns.</summary>
/// <param name="Changes">Null: none, or a row from before they were kept.</param>
internal sealed record ActivityBody(
    string? IdpName,
    string? AppName,
    string? Detail,
    string? TransformVersion,
    IReadOnlyList<string> Notes,
    IReadOnlyList<AppCallRecord> Calls,
    string? TraceId,
    IReadOnlyList<AppChange>? Changes = null);

/// <summary>The JSON columns other than SCIM attributes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ActivityBody))]
[JsonSerializable(typeof(IReadOnlyList<LinkField>))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
