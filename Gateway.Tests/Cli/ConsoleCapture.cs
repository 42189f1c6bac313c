using Gateway.Cli;
using Spectre.Console;

namespace Gateway.Tests.Cli;

/// <summary>What commands print, as a pipe would get it. One at a time: for tests of the collection <c>console</c>.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _console = Console.Out;
    private readonly IAnsiConsole _ansi = AnsiConsole.Console;
    private readonly StringWriter _output = new();

    public ConsoleCapture()
    {
        Console.SetOut(TextWriter.Synchronized(_output));
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        AnsiConsole.Profile.Width = 240;
    }

    /// <summary>All that was printed so far.</summary>
    public string Text
    {
        get
        {
            lock (Console.Out)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What this command prints.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var capture = new ConsoleCapture();
        await GatewayCli.RunAsync(arguments);
        return capture.Text;
    }

    public void Dispose()
    {
        Console.SetOut(_console);
        AnsiConsole.Console = _ansi;
        _output.Dispose();
    }
}
