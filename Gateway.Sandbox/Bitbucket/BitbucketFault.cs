using Gateway.Sandbox.Faults;
using Gateway.Sandbox.Hosting;

namespace Gateway.Sandbox.Bitbucket;

/// <summary>What goes wrong in Bitbucket's own shape; what every app can do is in <see cref="FaultEffect"/>.</summary>
public static class BitbucketFault
{
    /// <summary>An error bean. <paramref name="exceptionName"/> null leaves the reason open, as for a failure of Bitbucket's own.</summary>
    public static FaultEffect Errors(int status, string message, string? exceptionName = null) => new FaultEffect.Answer
    {
        Status = status,
        ContentType = SandboxAnswer.JsonType,
        Body = System.Text.Encoding.UTF8.GetString(BitbucketAnswers.Refuse(status, message, exceptionName).Body.Span),
    };

    /// <summary>401: who calls may not do this.</summary>
    public static FaultEffect NotPermitted() => Errors(401, BitbucketTexts.English.NotPermitted, BitbucketExceptions.NotPermitted);

    /// <summary>401 as for a wrong password; nothing is counted towards the CAPTCHA.</summary>
    public static FaultEffect Unauthorized() => Errors(401, BitbucketTexts.English.AuthenticationFailed, BitbucketExceptions.WrongPassword);
}
