using Gateway.Configuration;
using Gateway.Directories;
using Gateway.Transforms;
using Gateway.Transforms.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Transforms;

/// <summary>Rules as the gateway loads them.</summary>
internal static class BenchScripts
{
    /// <summary>The connection's rules with that script, which must load; null: without one.</summary>
    public static async Task<ITransform> LoadAsync(ConnectionSettings connection, string? script, ScriptWorkers workers)
    {
        var file = script is null ? null : Path.GetTempFileName();
        try
        {
            if (file is not null)
            {
                await File.WriteAllTextAsync(file, script);
            }

            var loader = new TransformLoader(new DirectoryFactory(TimeProvider.System), workers, TimeProvider.System, NullLogger<TransformLoader>.Instance);
            var load = await loader.LoadAsync(connection with { Script = file }, CancellationToken.None);
            return load.Transform ?? throw new InvalidOperationException($"{script}: {string.Join(" ", load.Problems)}");
        }
        finally
        {
            if (file is not null)
            {
                File.Delete(file);
            }
        }
    }
}
