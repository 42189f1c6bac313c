using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;

namespace Gateway.Benchmarks.Fuzz;

/// <summary>What one input led to: outcomes, and what should not have been. Used for many inputs, one after the other.</summary>
internal sealed partial class FuzzProbe
{
    /// <summary>Characters of the longest detail that is for people.</summary>
    public const int MaxDetailLength = 1_000;

    // Nothing that is read here can lead to another.
    private static readonly int[] _statuses = [400, 404, 409, 413];

    private readonly List<FuzzOutcome> _outcomes = [];

    public IReadOnlyList<FuzzOutcome> Outcomes => _outcomes;

    /// <summary>The first thing that was wrong; null when all was well.</summary>
    public string? Fault { get; private set; }

    public void Clear()
    {
        _outcomes.Clear();
        Fault = null;
    }

    public void Ok(string part) => _outcomes.Add(new(part, "ok", ""));

    /// <summary>An error is an answer: it must be one that a client can read.</summary>
    public void Error(string part, ScimError error)
    {
        _outcomes.Add(new(part, error.ScimType ?? error.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), Shape(error.Detail)));
        Expect(_statuses.Contains(error.Status), $"status {error.Status}");
        Expect(error.Detail.Length is > 0 and <= MaxDetailLength, $"a detail of {error.Detail.Length} characters");
        Expect(!error.Detail.Any(char.IsControl), "a detail with a control character");
        Answer(error.ToObject());
    }

    /// <summary>What would be answered must be UTF-8 JSON that reads back as the same.</summary>
    public void Answer(ScimObject answer)
    {
        var utf8 = ScimJson.ToUtf8(answer);
        try
        {
            using var parsed = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 2 * ScimJson.DefaultMaxDepth });
        }
        catch (JsonException e)
        {
            Expect(false, $"an answer that is not JSON: {e.Message}");
            return;
        }

        Expect(
            ScimJson.ParseObject(utf8, 2 * ScimJson.DefaultMaxDepth).TryGet(out var read, out _) && read.Equals(answer),
            "an answer that does not read back as what was written");
    }

    public void Expect(bool holds, string otherwise) => Fault ??= holds ? null : otherwise;

    // Numbers and quoted words differ from input to input; what is left tells one reason from another.
    private static string Shape(string detail) => Varying().Replace(detail, "#");

    [GeneratedRegex("'.*'|[0-9]+", RegexOptions.Singleline, 1_000)]
    private static partial Regex Varying();
}

/// <param name="Part">Which way through the target.</param>
/// <param name="Word"><c>ok</c>, the scimType, or the status where there is none.</param>
/// <param name="Shape">The detail without what varies.</param>
internal sealed record FuzzOutcome(string Part, string Word, string Shape);
