package gate.audit;

/// How much the audit log takes on.
///
/// @param segmentBytes a segment of the spool that has this length gets no more records
/// @param waitingBytes how much of the spool may wait for the database before messages are refused
/// @param closeMillis how long the end of the session waits for the database
record AuditLimits(long segmentBytes, long waitingBytes, long closeMillis) {

    static final AuditLimits DEFAULT = new AuditLimits(16L << 20, 4L << 30, 1_000);
}
