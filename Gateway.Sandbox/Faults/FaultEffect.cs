using System.Globalization;
using System.Text.Json.Serialization;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Faults;

/// <summary>What goes wrong. In JSON: <c>{ "kind": "answer", "status": 500, … }</c>, <c>{ "kind": "loseAnswer" }</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(Delay), "delay")]
[JsonDerivedType(typeof(CloseBefore), "closeBefore")]
[JsonDerivedType(typeof(LoseAnswer), "loseAnswer")]
[JsonDerivedType(typeof(Truncate), "truncate")]
[JsonDerivedType(typeof(Malform), "malform")]
[JsonDerivedType(typeof(Huge), "huge")]
[JsonDerivedType(typeof(Freeze), "freeze")]
public abstract record FaultEffect
{
    private FaultEffect()
    {
    }

    /// <summary>HTTP 500 with an error collection, as Jira answers a failure of its own.</summary>
    public static FaultEffect ServerError(string message = "Internal server error") => Errors(500, message);

    /// <summary>An error collection with any status: "refuse this member".</summary>
    public static FaultEffect Errors(int status, string message) => new Answer
    {
        Status = status,
        ContentType = SandboxAnswer.JsonType,
        Body = $$$"""{"errorMessages":["{{{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(message)}}}"],"errors":{}}""",
    };

    /// <summary>A page of a load balancer or of the servlet container: 502, 503, 504, but also 200, 401, 403.</summary>
    public static FaultEffect Html(int status) => new Answer
    {
        Status = status,
        ContentType = "text/html;charset=UTF-8",
        Body = $"<html><head><title>{status.ToString(CultureInfo.InvariantCulture)}</title></head><body>{status.ToString(CultureInfo.InvariantCulture)}</body></html>",
    };

    /// <summary>429. <paramref name="retryAfterSeconds"/> null leaves the header out.</summary>
    public static FaultEffect TooManyRequests(int? retryAfterSeconds) => new Answer
    {
        Status = 429,
        ContentType = SandboxAnswer.JsonType,
        Body = """{"message":"Rate limit exceeded."}""",
        Headers = retryAfterSeconds is { } seconds
            ? new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) }
            : new Dictionary<string, string>(),
    };

    /// <summary>302 to a log-in page, as single sign-on in front of an app does.</summary>
    public static FaultEffect RedirectToLogin(string location = "/login.jsp") => new Answer
    {
        Status = 302,
        Headers = new Dictionary<string, string> { ["Location"] = location },
    };

    /// <summary>401 as for a wrong password; nothing is counted towards the CAPTCHA.</summary>
    public static FaultEffect Unauthorized() => new Answer
    {
        Status = 401,
        ContentType = "text/html;charset=UTF-8",
        Body = "<html><body>Unauthorized (401)</body></html>",
        Headers = new Dictionary<string, string> { ["X-Seraph-LoginReason"] = "AUTHENTICATED_FAILED" },
    };

    /// <summary>Answered at once instead of by the app; its state is not touched.</summary>
    public sealed record Answer : FaultEffect
    {
        public int Status { get; set; } = 500;

        public string? ContentType { get; set; }

        public string Body { get; set; } = string.Empty;

        public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

        internal SandboxAnswer ToAnswer()
        {
            var answer = ContentType is null ? SandboxAnswer.Empty(Status) : SandboxAnswer.Text(Status, ContentType, Body);
            answer.Headers.AddRange(Headers);
            return answer;
        }
    }

    /// <summary>A slow answer; with <see cref="AfterProcessing"/> the change has happened before the wait.</summary>
    public sealed record Delay : FaultEffect
    {
        public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(1);

        public bool AfterProcessing { get; set; }
    }

    /// <summary>The connection ends before the app has seen the request.</summary>
    public sealed record CloseBefore : FaultEffect
    {
        /// <summary>False: a reset, as of a process that died. True: an orderly end (FIN), as of a server that shuts down; some clients repeat by themselves then.</summary>
        public bool Orderly { get; set; }
    }

    /// <summary>The app does its work, then the connection ends: the answer is lost.</summary>
    public sealed record LoseAnswer : FaultEffect
    {
        /// <summary>As for <see cref="CloseBefore"/>.</summary>
        public bool Orderly { get; set; }
    }

    /// <summary>The app does its work; half of the announced body is sent, then the connection ends.</summary>
    public sealed record Truncate : FaultEffect
    {
        /// <summary>As for <see cref="CloseBefore"/>. A reset may overtake the half that was sent.</summary>
        public bool Orderly { get; set; }
    }

    /// <summary>The app does its work; the body is complete HTTP, and cut-off JSON.</summary>
    public sealed record Malform : FaultEffect;

    /// <summary>The app does its work; the body is a JSON object of <see cref="Bytes"/> bytes.</summary>
    public sealed record Huge : FaultEffect
    {
        public int Bytes { get; set; } = 16 << 20;
    }

    /// <summary>No answer until <see cref="SandboxFaults.Release"/>; then as if nothing had been.</summary>
    public sealed record Freeze : FaultEffect
    {
        public bool AfterProcessing { get; set; }
    }
}
