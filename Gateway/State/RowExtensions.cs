using Microsoft.Data.Sqlite;

namespace Gateway.State;

/// <summary>Columns that may be null, and times.</summary>
internal static class RowExtensions
{
    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => StoreTime.FromStored(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    /// <summary>The UTF-8 bytes of a text column, without a string in between.</summary>
    public static byte[] Utf8(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
