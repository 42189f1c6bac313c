namespace Gateway.Forwarding;

/// <summary>
/// Takes the answer to a read as it comes, where nobody needs the whole of it. One answer at a time; when a read is repeated on another
/// node, <see cref="Open"/> is called anew, and what an earlier answer left behind is forgotten.
/// </summary>
public interface IAnswerSink
{
    /// <summary>Whether something was handed on that cannot be taken back: the read is not repeated then.</summary>
    bool HasStarted { get; }

    /// <summary>Called with the head of an answer: the stream that takes its body as it comes, or null when the body is to be gathered in the response.</summary>
    /// <param name="headers">The app's headers; must not be kept.</param>
    Stream? Open(int status, IHeaderDictionary headers);
}
