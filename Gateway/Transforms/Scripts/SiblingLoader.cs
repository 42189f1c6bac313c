using Jint;
using Jint.Runtime.Modules;

namespace Gateway.Transforms.Scripts;

/// <summary>Gives an engine the files of one script, parsed before; there are no others.</summary>
internal sealed class SiblingLoader(ScriptProgram program) : IModuleLoader
{
    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest)
    {
        var name = referencingModuleLocation is null ? moduleRequest.Specifier : ScriptImports.Resolve(referencingModuleLocation, moduleRequest.Specifier);
        return name is not null && program.Modules.ContainsKey(name)
            ? new(moduleRequest, name, null, SpecifierType.RelativeOrAbsolute)
            : throw new ModuleResolutionException("There is no such file beside the script", moduleRequest.Specifier, referencingModuleLocation, null);
    }

    public Module LoadModule(Engine engine, ResolvedSpecifier resolved) =>
        ModuleFactory.BuildSourceTextModule(engine, program.Modules[resolved.Key]);
}
