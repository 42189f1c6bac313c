namespace Gateway.Benchmarks.Load;

/// <summary>One SCIM operation, and the app call that the gateway makes of it.</summary>
/// <param name="Direct">The app call to the app itself.</param>
/// <param name="Raw">The app call through YARP and nothing else.</param>
/// <param name="Gateway">The SCIM request.</param>
/// <param name="Yarp">The process of <paramref name="Raw"/>.</param>
/// <param name="App">The process of <paramref name="Direct"/>.</param>
internal sealed record LoadRow(string Name, bool IsWrite, LoadTarget Direct, LoadTarget Raw, LoadTarget Gateway, LoadProcess Yarp, LoadProcess App);
