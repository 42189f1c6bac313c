using System.Security.Cryptography;
using System.Text;

namespace Gateway.State;

/// <summary>One step of the schema: <c>Migrations/NNNN-name.sql</c>, embedded. Released ones are never edited.</summary>
/// <param name="Version">NNNN; 1, 2, 3 … without a gap.</param>
/// <param name="Name">The file's name without folder and extension.</param>
/// <param name="Sql">Statements without BEGIN and COMMIT.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Prefix = "Migrations/";

    /// <summary>Hex of SHA-256 of the text with LF line ends: a checkout with other ones is the same migration.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The program's own, in order.</summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var name = Path.GetFileNameWithoutExtension(resource);
            migrations.Add(new Migration(int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return migrations;
    }
}
