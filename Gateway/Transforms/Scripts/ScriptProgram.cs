using Acornima.Ast;
using Jint;

namespace Gateway.Transforms.Scripts;

/// <summary>A parsed and checked script with the files that it imports, shared by all engines that run it. Immutable, thread-safe.</summary>
/// <param name="Path">As the settings name it.</param>
/// <param name="Modules">The script and its imports by name.</param>
internal sealed record ScriptProgram(string Path, IReadOnlyDictionary<string, Prepared<Module>> Modules)
{
    /// <summary>What answers and logs call it.</summary>
    public string Name { get; } = System.IO.Path.GetFileName(Path);

    /// <summary>The script itself.</summary>
    public Prepared<Module> Module => Modules[Name];
}
