using System.Text.Json.Nodes;
using Gateway.Transforms;

namespace Gateway.Cli;

/// <summary>An example that does not hold, as <c>gateway check</c> shows it: what was expected above what came out.</summary>
internal static class ExampleReport
{
    /// <summary><c>{ example, script, line, column, differences: [ { what, expected, got } ] }</c>; <c>expected</c> is null where nothing came out.</summary>
    public static JsonObject ToJson(TransformProblem problem) => new()
    {
        ["example"] = problem.Example,
        ["script"] = problem.Script,
        ["line"] = problem.Line,
        ["column"] = problem.Column,
        ["differences"] = new JsonArray([.. problem.Differences.Select(difference => new JsonObject { ["what"] = difference.What, ["expected"] = difference.Expected, ["got"] = difference.Got })]),
    };

    public static void Write(JsonObject example)
    {
        Terminal.Line($"  [red]example fails[/]: {(string)example["example"]!} ({(string?)example["script"]}:{(int?)example["line"]}:{(int?)example["column"]})");
        foreach (var difference in example["differences"]!.AsArray())
        {
            var what = (string)difference!["what"]!;
            if ((string?)difference["expected"] is { } expected)
            {
                Terminal.Line($"    [green]- {what}: {expected}[/]");
            }

            Terminal.Line($"    [red]+ {what}: {(string)difference["got"]!}[/]");
        }
    }
}
