using System.Text.Json.Serialization;
using Gateway.Sandbox.Faults;

namespace Gateway.Sandbox.Control;

/// <summary>The JSON of the control endpoint.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(IReadOnlyList<FaultRule>))]
internal sealed partial class SandboxJson : JsonSerializerContext;
