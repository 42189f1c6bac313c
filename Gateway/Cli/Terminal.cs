using Gateway.Scim.Messages;
using Spectre.Console;

namespace Gateway.Cli;

/// <summary>
/// Lines and cells for a person at a terminal. What they quote (names that Entra sent, an app's own words) neither moves the cursor nor
/// colours or hides anything, makes no line of its own, and is no markup.
/// </summary>
internal static class Terminal
{
    /// <summary>One line; the text is markup, what is put into it is not.</summary>
    public static void Line(FormattableString line)
    {
        var markup = string.Format(System.Globalization.CultureInfo.InvariantCulture, line.Format, [.. line.GetArguments().Select(Quoted)]);
        var output = AnsiConsole.Profile.Out;
        if (output.IsTerminal)
        {
            AnsiConsole.MarkupLine(markup);
        }
        else
        {
            // In a file a long line is not broken: where it is, could be anybody's choice.
            output.Writer.WriteLine(markup.RemoveMarkup());
        }
    }

    /// <summary>A cell of a table.</summary>
    public static string Cell(string? text) => Printable.OneLine(text ?? string.Empty).EscapeMarkup();

    // A format such as {At:u} is the value's own business; only texts can hold what is not meant.
    private static object? Quoted(object? value) => value is string text ? Cell(text) : value;
}
