using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Tests.Scenarios.Exchanges;

/// <summary>Sends exchanges, one after the other, and gathers in words what was not as expected. What was created is known for the end.</summary>
public sealed class ExchangeRunner(ExchangeTarget target)
{
    private readonly ExchangeVariables _variables = new(target.BaseUrl);
    private readonly Stack<string> _created = [];
    private readonly List<string> _failures = [];

    public IReadOnlyList<string> Failures => _failures;

    public async Task RunAsync(Exchange exchange)
    {
        foreach (var given in exchange.Given)
        {
            await RunAsync(given);
        }

        for (var number = 1; number <= exchange.Repeat; number++)
        {
            _variables["i"] = number.ToString("D2");
            await SendAsync(exchange);
        }

        foreach (var then in exchange.Then)
        {
            await RunAsync(then);
        }
    }

    /// <summary>Deletes what the exchanges created and did not delete, the newest first.</summary>
    public async Task CleanUpAsync()
    {
        while (_created.TryPop(out var path))
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, target.BaseUrl + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
            using var response = await target.Http.SendAsync(request, TestContext.Current.CancellationToken);
            if ((int)response.StatusCode is not (204 or 404))
            {
                _failures.Add($"DELETE {path} at the end: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
        }
    }

    private async Task SendAsync(Exchange exchange)
    {
        using var request = Request(exchange);
        using var response = await target.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await ExchangeAnswer.ReadAsync(response);
        _failures.AddRange(answer.Differences(exchange.Expect, _variables)
            .Concat(AnswerRules.Broken(exchange.Method, answer.Reply))
            .Select(difference => $"{exchange.File}: {difference} ({answer.Reply.Status} {answer.Reply.Text})"));
        foreach (var path in CreatedResources.Of(exchange.Method, answer.Reply))
        {
            _created.Push(path);
        }

        foreach (var (variable, path) in exchange.Capture ?? [])
        {
            _variables[variable] = answer.At((string)path!)?.ToString() ?? "nothing-captured";
        }
    }

    private HttpRequestMessage Request(Exchange exchange)
    {
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), target.BaseUrl + _variables.Fill(exchange.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
        var body = exchange.Request["body"] is { } json ? ExchangeVariables.Write(_variables.Fill(json)!) : (string?)exchange.Request["text"];
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/scim+json; charset=utf-8");
        }

        foreach (var (name, value) in exchange.Request["headers"]?.AsObject() ?? [])
        {
            // A null takes away what is sent otherwise.
            HttpHeaders headers = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && request.Content is { } content ? content.Headers : request.Headers;
            headers.Remove(name);
            if (value is not null && (headers is HttpContentHeaders || !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
            {
                headers.TryAddWithoutValidation(name, _variables.Fill((string)value!));
            }
        }

        return request;
    }
}
