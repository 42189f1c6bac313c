using System.Text.Json;

namespace Gateway.Sandbox.Hosting;

/// <summary>An emulated app: a function from request to answer over its own state. Called from many threads at once.</summary>
internal interface IEmulatedApp
{
    /// <summary>Path in front of every resource of the app, such as <c>/jira</c>; empty for none.</summary>
    string ContextPath { get; }

    /// <summary>Added before each request is handled.</summary>
    TimeSpan Latency { get; }

    SandboxAnswer Handle(SandboxRequest request);

    /// <summary>Writes the state as one JSON object, without credentials.</summary>
    void WriteState(Utf8JsonWriter writer);

    /// <summary>The switches that can be turned at run time, as one JSON object.</summary>
    string ReadSettings();

    /// <summary>Turns the switches that <paramref name="changes"/> names. Throws <see cref="JsonException"/> for a value of a wrong type.</summary>
    void ChangeSettings(JsonElement changes);

    /// <summary>Back to the state and the switches of the start.</summary>
    void Reset();
}
