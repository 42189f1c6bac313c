using Gateway.Sandbox.Faults;

namespace Gateway.Tests.Scenarios.Faults;

/// <summary>Faults by a name that a test's title shows.</summary>
internal static class KnownFault
{
    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a name that is none.</summary>
    public static FaultEffect Of(string name) => name switch
    {
        "reset" => new FaultEffect.CloseBefore(),
        "closed in good order" => new FaultEffect.CloseBefore { Orderly = true },
        "502" => FaultEffect.Html(502),
        "503" => FaultEffect.Html(503),
        "504" => FaultEffect.Html(504),
        "500" => FaultEffect.ServerError("Database is gone"),
        "500 page" => FaultEffect.Html(500),
        "log-in redirect" => FaultEffect.RedirectToLogin(),
        "page" => FaultEffect.Html(200),
        "page 404" => FaultEffect.Html(404),
        "foreign 404" => new FaultEffect.Answer { Status = 404, ContentType = "application/json", Body = """{"message":"null for uri","status-code":404}""" },
        "empty object" => new FaultEffect.Answer { Status = 200, ContentType = "application/json", Body = "{}" },
        "somebody's JSON" => new FaultEffect.Answer { Status = 201, ContentType = "application/json", Body = """{"status":"ok"}""" },
        "nothing" => new FaultEffect.Answer { Status = 200, ContentType = "application/json" },
        "truncated" => new FaultEffect.Truncate { Orderly = true },
        "truncated and reset" => new FaultEffect.Truncate(),
        "malformed" => new FaultEffect.Malform(),
        "huge" => new FaultEffect.Huge { Bytes = 64 << 20 },
        "lost" => new FaultEffect.LoseAnswer(),
        "lost in good order" => new FaultEffect.LoseAnswer { Orderly = true },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such fault."),
    };
}
