using Acornima.Ast;
using Jint;

namespace Gateway.Transforms.Scripts;

/// <summary>A parsed and checked script, shared by all engines that run it. Immutable, thread-safe.</summary>
/// <param name="Path">As the settings name it.</param>
internal sealed record ScriptProgram(string Path, Prepared<Module> Module)
{
    /// <summary>What answers and logs call it.</summary>
    public string Name { get; } = System.IO.Path.GetFileName(Path);
}
