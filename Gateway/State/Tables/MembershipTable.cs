namespace Gateway.State.Tables;

/// <summary>Memberships that the gateway gave. Group names compare without case, user keys exactly.</summary>
internal static class MembershipTable
{
    public static void Add(StoreConnection db, IReadOnlyList<GivenMembership> memberships)
    {
        foreach (var membership in memberships)
        {
            db.Execute(
                "INSERT INTO membership (connection, user_key, group_folded, group_name) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET group_name = excluded.group_name",
                membership.Connection, membership.UserKey, Folding.Fold(membership.GroupName), membership.GroupName);
        }
    }

    public static void Remove(StoreConnection db, IReadOnlyList<GivenMembership> memberships)
    {
        foreach (var membership in memberships)
        {
            db.Execute(
                "DELETE FROM membership WHERE connection = ?1 AND user_key = ?2 AND group_folded = ?3",
                membership.Connection, membership.UserKey, Folding.Fold(membership.GroupName));
        }
    }

    /// <summary>In the order of the group names.</summary>
    public static List<GivenMembership> Find(StoreConnection db, string connection, string userKey) =>
        db.List(
            "SELECT connection, group_name, user_key FROM membership WHERE connection = ?1 AND user_key = ?2 ORDER BY group_folded",
            static row => new GivenMembership(row.GetString(0), row.GetString(1), row.GetString(2)),
            connection, userKey);
}
