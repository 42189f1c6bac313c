using System.Globalization;

namespace Gateway.State.Tables;

/// <summary>Facts about the store itself.</summary>
internal static class MetaTable
{
    private const string MadeAt = "made_at";

    /// <summary>Notes when the store was made, unless that is known already.</summary>
    public static void SetMadeAtOnce(StoreConnection db, DateTimeOffset now) =>
        db.Execute("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING", MadeAt, now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));

    public static DateTimeOffset GetMadeAt(StoreConnection db) =>
        DateTimeOffset.TryParseExact(
            db.Text("SELECT value FROM meta WHERE name = ?1", MadeAt), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var madeAt)
            ? madeAt
            : throw new StateUnavailableException("The store does not say when it was made (meta.made_at): it is damaged. Put back a backup.");
}
