using System.Security.Cryptography;
using Gateway.Forwarding;

namespace Gateway.Directories.Bitbucket;

/// <summary>
/// A new user: <c>POST /admin/users</c>, everything in the query and nothing in the answer, then the look-up that tells the id. The password
/// is one of the query's values, so that one is shown nowhere.
/// </summary>
internal sealed class BitbucketCreation(AppCalls calls, BitbucketSearch search, BitbucketUsers users, BitbucketDirectories directories)
{
    private const int PasswordLength = 40;
    private const string PasswordLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static readonly AppUri Users = AppUri.Of("/rest/api/latest/admin/users");

    /// <param name="directory">Where users are to live; null: wherever Bitbucket puts them.</param>
    public async Task<AppResult<AppUser>> RunAsync(NewAppUser user, string? directory, CancellationToken cancellationToken)
    {
        if (directory is not null && await directories.RefuseAsync(directory, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        // Nobody knows a password that nobody gave: the account logs in by single sign-on, or after "forgot password".
        var password = user.Password ?? RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        var licensed = user is { Active: true, Access: not { Count: 0 } };
        var uri = Users.With("name", user.Name);
        uri = user.Fields.TryGetValue(BitbucketFields.DisplayName, out var displayName) ? uri.With("displayName", displayName) : uri;
        uri = user.Fields.TryGetValue(BitbucketFields.EmailAddress, out var email) ? uri.With("emailAddress", email) : uri;
        uri = uri.WithSecret("password", password).With("addToDefaultGroup", licensed ? "true" : "false").With("notify", "false");
        var call = AppCall.Post(uri, default) with { Secret = password };
        var created = await calls.WriteAsync(call, body => AppJson.ReadNothing(body) is null ? null : new Created(null), () => SettleAsync(user, cancellationToken), cancellationToken);
        if (!created.TryGet(out var made, out var failure))
        {
            return await ExplainAsync(failure, licensed, cancellationToken);
        }

        var shown = made.User is { } settled ? settled : await search.ByNameAsync(user.Name, cancellationToken);
        if (!shown.TryGet(out var now, out failure))
        {
            return failure.Kind == AppFailureKind.NotFound
                ? new AppFailure(AppFailureKind.Unavailable, $"Bitbucket created '{user.Name}' and does not show it yet.", 204, TimeSpan.FromSeconds(30))
                : failure;
        }

        return directory is null || now.User.Directory is null || now.User.Directory.Equals(directory, StringComparison.OrdinalIgnoreCase)
            ? now.User
            : await TakeBackAsync(now.User, directory, cancellationToken);
    }

    /// <summary>Bitbucket chooses the directory. A new account in the wrong one would hide the right one of the same name, so it does not stay.</summary>
    private async Task<AppFailure> TakeBackAsync(AppUser user, string directory, CancellationToken cancellationToken)
    {
        var deleted = await users.DeleteAsync(new(user.Key, user.Name, IsProved: true), cancellationToken);
        var what = $"Bitbucket puts new users into the directory '{user.Directory}', and this connection provisions '{directory}' (Directory): put that one in front of the others in Bitbucket.";
        return new(AppFailureKind.TargetRefused, deleted.IsOk ? $"{what} '{user.Name}' was deleted again." : $"{what} '{user.Name}' could not be deleted again: {deleted.Failure.Message}", 204);
    }

    /// <summary>A lost answer: a user of that name with just what was sent is ours; another one is somebody's.</summary>
    private async Task<AppResult<Created?>> SettleAsync(NewAppUser user, CancellationToken cancellationToken)
    {
        var read = await search.ByNameAsync(user.Name, cancellationToken);
        if (!read.TryGet(out var found, out var failure))
        {
            return failure.Kind == AppFailureKind.NotFound ? (AppResult<Created?>)(Created?)null : failure;
        }

        var isOurs = user.Fields.All(field => found.User.Fields.TryGetValue(field.Key, out var shown) && shown.Trim().Equals(field.Value.Trim(), StringComparison.OrdinalIgnoreCase));
        return isOurs ? new Created(found) : (Created?)null;
    }

    /// <summary>
    /// The reference gives one reason for 403 (the default group would exceed the licence). What no directory that may be written to
    /// answers is unverified: 400, 403 or 409; so where none shows a user that can be changed, that is the reason.
    /// </summary>
    private async Task<AppFailure> ExplainAsync(AppFailure failure, bool licensed, CancellationToken cancellationToken)
    {
        if (failure is not AppRefusal { Status: 400 or 403 or 409, Errors.HasFields: false } refusal)
        {
            return failure is AppRefusal { Kind: AppFailureKind.NameExists } taken
                ? taken with { Message = $"{taken.Message} (A deleted account holds its name until it is erased.)" }
                : failure;
        }

        var writable = await search.IsAnyWritableAsync(cancellationToken);
        return writable is { IsOk: true, Value: false } ? refusal with { Kind = AppFailureKind.TargetRefused, Message = $"No user directory of Bitbucket takes new users: all of them are read-only. {refusal.Message}" }
            : licensed && refusal.Status == 403 && refusal.Errors.Has(BitbucketCodes.Forbidden) ? new AppFailure(AppFailureKind.NoSeat, $"There is no licence seat in Bitbucket. {refusal.Message}", 403)
            : refusal;
    }

    /// <param name="User">Null: created just now, and not read yet.</param>
    private sealed record Created(BitbucketUser? User);
}
