using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Gateway.Provisioning;

namespace Gateway.Cli;

/// <summary>
/// The people to come as CSV with a header: <c>userName</c>, <c>externalId</c>, <c>email</c>, in any order and case. Entra's own words
/// (<c>userPrincipalName</c>, <c>objectId</c> or <c>id</c>, <c>mail</c>) do as well, so that its export of users can be used as it is.
/// </summary>
internal static class MatchFile
{
    private static readonly string[] UserName = ["username", "userprincipalname"];
    private static readonly string[] ExternalId = ["externalid", "objectid", "id"];
    private static readonly string[] Email = ["email", "mail"];

    /// <summary>Throws <see cref="IOException"/> saying what is wrong with the file, and where.</summary>
    public static async Task<IReadOnlyList<MatchPerson>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        // Semicolons are what a spreadsheet writes in half of Europe.
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, TrimOptions = TrimOptions.Trim, PrepareHeaderForMatch = header => header.Header.ToLowerInvariant() });
        try
        {
            if (!await csv.ReadAsync() || !csv.ReadHeader() || Column(csv, UserName) is not { } name)
            {
                throw new IOException($"{path}: the first line must name the columns, userName among them (externalId and email are optional).");
            }

            var (externalId, email) = (Column(csv, ExternalId), Column(csv, Email));
            var people = new List<MatchPerson>();
            while (await csv.ReadAsync())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (csv.GetField(name) is { Length: > 0 } userName)
                {
                    people.Add(new(userName, Value(csv, externalId), Value(csv, email)));
                }
            }

            return people;
        }
        catch (CsvHelperException fault)
        {
            throw new IOException($"{path}, line {csv.Parser.RawRow}: {fault.Message.Split('\n')[0].Trim()}", fault);
        }
    }

    private static int? Column(CsvReader csv, string[] names)
    {
        var header = csv.HeaderRecord ?? [];
        var index = Array.FindIndex(header, column => names.Contains(column.Trim().TrimStart('\uFEFF').ToLowerInvariant(), StringComparer.Ordinal));
        return index < 0 ? null : index;
    }

    private static string? Value(CsvReader csv, int? column) => column is { } index && csv.GetField(index) is { Length: > 0 } text ? text : null;
}
