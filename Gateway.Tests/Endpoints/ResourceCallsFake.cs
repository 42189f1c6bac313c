using Gateway.Endpoints;
using Gateway.Provisioning;
using Gateway.Scim.Messages;
using Gateway.Scim.Resources;
using Gateway.Scim.Schemas;

namespace Gateway.Tests.Endpoints;

/// <summary>Users that exist only in the answer: what a create does is told by the test. Thread-safe.</summary>
internal sealed class ResourceCallsFake(Func<string, CancellationToken, Task> create) : IResourceCalls
{
    private int _running;
    private int _most;
    private int _started;

    public ResourceSchema Schema => ResourceSchema.User;

    public int Started => Volatile.Read(ref _started);

    /// <summary>The most creates that were under way at once.</summary>
    public int Most => Volatile.Read(ref _most);

    public async Task<Outcome<ScimObject>> CreateAsync(ScimCall call, ScimObject body, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        InterlockedMax(Interlocked.Increment(ref _running));
        try
        {
            var userName = body.GetString("userName")!;
            await create(userName, cancellationToken);
            return ScimObject.Of(("id", new ScimString("id-" + userName)));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public Task<Outcome<ScimPage>> ListAsync(ScimCall call, ListQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Outcome<ScimObject>> GetAsync(ScimCall call, string id, AttributeProjection shown, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Outcome<ScimObject?>> PatchAsync(ScimCall call, string id, ScimObject body, string? ifMatch, AttributeProjection? shown, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Outcome<ScimObject>> ReplaceAsync(ScimCall call, string id, ScimObject body, string? ifMatch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ScimError?> DeleteAsync(ScimCall call, string id, string? ifMatch, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void InterlockedMax(int value)
    {
        var known = Volatile.Read(ref _most);
        while (value > known)
        {
            known = Interlocked.CompareExchange(ref _most, value, known);
        }
    }
}
