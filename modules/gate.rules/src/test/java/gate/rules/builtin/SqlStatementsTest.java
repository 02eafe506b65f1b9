package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM users u WHERE u.id IS NOT DISTINCT FROM u.id",
                "DELETE FROM users WHERE email IS NULL OR email IS NOT NULL",
                "DELETE FROM users WHERE (a IS NOT NULL) OR ((a IS NULL))",
                "DELETE FROM users WHERE id BETWEEN -9223372036854775808 AND 9223372036854775807",
                "DELETE FROM users WHERE user_id > 0",
                "DELETE FROM entries e WHERE e.entry_id >= 1",
                "DELETE FROM users WHERE name ~ '.*'",
                "DELETE FROM users WHERE NOT EXISTS (SELECT 1 WHERE FALSE)",
                "DELETE FROM users WHERE a NOT IN (SELECT a FROM users WHERE 1 = 0)",
                "DELETE FROM users WHERE id NOT IN (-1)",
                "DELETE FROM users WHERE at <= '9999-12-31'",
                "DELETE FROM users WHERE length(coalesce(a, '')) >= 0",
                "DELETE FROM users WHERE random() < 2",
                "DELETE FROM users WHERE CASE WHEN a THEN 1 ELSE 1 END = 1",
                "DELETE FROM users WHERE id % 2 = 0 OR id % 2 = 1",
                "DELETE FROM users WHERE id = ANY (ARRAY(SELECT u.id FROM users u ORDER BY u.at))",
                "DELETE FROM users WHERE id >= (SELECT MIN(id) FROM users) AND id <= (SELECT"
                        + " MAX(id) FROM users)",
                "MERGE INTO users a USING users b ON a.id = b.id WHEN MATCHED THEN UPDATE SET a.x ="
                        + " NULL",
                "INSERT INTO users (id, a) SELECT id, '' FROM users ON CONFLICT (id) DO UPDATE SET"
                        + " a = ''",
                "REPLACE INTO users (id, a) SELECT id, NULL FROM users",
                "ALTER TABLE logs UPDATE a = '' WHERE 1 = 1",
                "SELECT add_retention_policy('users', drop_after => INTERVAL '0 seconds')",
                "ALTER RETENTION POLICY p ON db DURATION 1h DEFAULT",
                "RESTORE DATABASE hr FROM DISK = N'x.bak' WITH REPLACE",
                "SELECT cron.schedule('x', '* * * * *', $$DELETE FROM users$$)",
                "DECLARE @s nvarchar(99); SET @s = N'TRUN' + N'CATE TABLE ' + @t; EXEC"
                        + " sp_executesql @s",
                "DO $$ BEGIN EXECUTE convert_from(decode('RFJPUCBUQUJMRSB1c2Vycw==', 'base64'),"
                        + " 'UTF8'); END $$",
                "CREATE TABLE v (a int); ALTER TABLE users SWITCH TO v; DROP TABLE v",
                "START TRANSACTION; TRUNCATE TABLE `users`; ROLLBACK",
                "db.users.deleteMany({ $or: [ { _id: { $exists: true } }, { a: null } ] })",
                "db.users.updateMany({}, { $unset: { a: \"\" } })",
                "db.users.aggregate([{ $match: { _id: { $in: [] } } }, { $out: \"users\" }])",
                "EVAL \"for _,k in ipairs(redis.call('keys','*')) do redis.call('del',k) end\" 0",
                "CALL apoc.periodic.iterate('MATCH (p) RETURN p', 'DETACH DELETE p', {})",
                "POST /orders/_delete_by_query {\"query\": {\"match_all\": {}}}",
                "g.V().drop().iterate()",
                "FOR u IN users REMOVE u IN users",
                "CLEAR SILENT ALL",
                "DROP TABLE users",
                "drop table if exists users cascade;",
                "DROP/**/TABLE users",
                "DROP/*!50000 TABLE*/ users",
                "/*!50000 DROP TABLE users */",
                "DROP\nTABLE\nusers",
                "DROP DATABASE app",
                "DROP SCHEMA public CASCADE",
                "SELECT 1; DROP TABLE users",
                "TRUNCATE users",
                "TRUNCATE TABLE \"Accounts\"",
                "DELETE FROM users",
                "DELETE FROM users;",
                "DELETE -- all\nFROM users",
                "DELETE FROM users WHERE 1=1",
                "DELETE FROM users WHERE 1",
                "DELETE FROM users WHERE TRUE",
                "DELETE FROM users WHERE 'a' = 'a'",
                "DELETE FROM users WHERE id = id",
                "DELETE FROM users WHERE id = 5 OR 1=1",
                "DELETE FROM users WHERE NOT (1 = 2)",
                "DELETE FROM users WHERE (((1 < 2)))",
                "DELETE FROM users WHERE 1 BETWEEN 0 AND 2",
                "DELETE FROM users WHERE name LIKE '%'",
                "DELETE FROM users WHERE EXISTS (SELECT 1)",
                "DELETE FROM users RETURNING 'where'",
                "DELETE FROM users USING archive",
                "DELETE u FROM users u",
                "WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d",
                "EXPLAIN ANALYZE DELETE FROM users",
                "UPDATE users SET a = 1",
                "UPDATE users SET a = 1 WHERE 1=1",
                "WITH x AS (SELECT 1) UPDATE users SET a = 1",
                "MERGE INTO users USING x ON 1=1 WHEN MATCHED THEN DELETE",
                "ALTER TABLE users DROP COLUMN email",
                "ALTER TABLE users DROP PARTITION p1",
                "CREATE OR REPLACE TABLE users AS SELECT 1",
                "EXEC('DROP TABLE users')",
                "EXECUTE IMMEDIATE 'DROP TABLE users'",
                "DECLARE @s VARCHAR(9) = 'DROP TABLE users'; EXEC(@s)",
                "DO $$ BEGIN DELETE FROM users; END $$",
                "EXEC xp_cmdshell 'rd /s /q c:\\data'",
                "COPY t FROM PROGRAM 'rm -rf /'",
                "db.dropDatabase()",
                "db.users.drop()",
                "db.users.deleteMany({})",
                "FLUSHALL",
                "MATCH (n) DETACH DELETE n",
                "mutation { volumeDelete(volumeId: \"1\") }",
                "mutation M($id: ID!) { delete_account(id: $id) { ok } }",
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public",
                "DELETE FROM audit_log WHERE at BETWEEN '1970-01-01' AND '2999-12-31'",
                "UPDATE staff SET pay = 0 WHERE pay >= 0 OR pay IS NULL",
                "INSERT OVERWRITE TABLE sales SELECT * FROM sales WHERE 1 = 0",
                "ALTER TABLE t RENAME TO u; CREATE TABLE t (LIKE u); DROP TABLE u",
                "ALTER TABLE c ALTER COLUMN body TYPE varchar(1) USING left(body, 1)",
                "SET @s = CONCAT('DR', 'OP DATA', 'BASE ', DATABASE()); PREPARE p FROM @s",
                "BEGIN EXECUTE IMMEDIATE REPLACE('DXOP TABLE ledger', 'X', 'R'); END",
                "EXECUTE IMMEDIATE REVERSE('sredro ELBAT PORD')",
                "SELECT query_to_xml('DELETE FROM customers RETURNING id', true, false, '')",
                "CREATE FUNCTION f() RETURNS void AS $$ BEGIN EXECUTE chr(84)||'RUNCATE c'; END $$"
                        + " LANGUAGE plpgsql; SELECT f()",
                "SELECT lo_unlink(oid) FROM pg_largeobject_metadata"
            })
    void aStatementThatLosesRowsIsFound(String text) {
        assertNotNull(Harms.ofQuery(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM users WHERE parent_id > 0",
                "DELETE FROM users WHERE id % 2 = 0 OR id % 3 = 1",
                "DELETE FROM users WHERE a IS NULL OR b IS NOT NULL",
                "DELETE FROM users WHERE id NOT IN (7, 8)",
                "DELETE FROM users WHERE at <= '2024-01-01'",
                "DELETE FROM users WHERE length(a) >= 40",
                "DELETE FROM users WHERE CASE WHEN a THEN 1 ELSE 0 END = 1",
                "DELETE FROM users WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id ="
                        + " users.id)",
                "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.op = 'D' THEN DELETE WHEN"
                        + " MATCHED THEN UPDATE SET t.a = s.a",
                "INSERT INTO users (id, a) SELECT id, '' FROM users WHERE id = 7 ON CONFLICT (id)"
                        + " DO UPDATE SET a = ''",
                "DROP MATERIALIZED VIEW IF EXISTS m; CREATE MATERIALIZED VIEW m AS SELECT 1",
                "EXPLAIN FORMAT=TREE DELETE FROM users",
                "EXPLAIN PLAN FOR DELETE FROM users",
                "BEGIN; SAVEPOINT s1; DELETE FROM users; ROLLBACK TO SAVEPOINT s1; ROLLBACK;",
                "UPDATE users SET prefs = prefs #- '{ui,theme}' WHERE id = 7",
                "SELECT add_retention_policy('users', drop_after => INTERVAL '90 days')",
                "db.users.deleteMany({ _id: 7 })",
                "db.users.aggregate([{ $match: { a: 1 } }, { $out: \"users_2024\" }])",
                "SELECT * FROM users",
                "SELECT 'DROP TABLE users'",
                "SELECT 1 -- DROP TABLE users",
                "SELECT 1 /* DELETE FROM users */",
                "INSERT INTO log VALUES ('DELETE FROM users')",
                "SELECT $$ DROP TABLE users $$",
                "SELECT \"drop\" FROM \"delete from\"",
                "DELETE FROM users WHERE id = 5",
                "DELETE FROM users WHERE id = 5 OR id = 6",
                "DELETE FROM users WHERE id IN (SELECT id FROM old)",
                "DELETE FROM users WHERE a BETWEEN 1 AND 2 AND b = 3",
                "DELETE FROM users WHERE 1 = 0",
                "UPDATE users SET a = 1 WHERE id = 7",
                "UPDATE users SET a = (SELECT 1) WHERE id = 7",
                "INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE SET a = 1",
                "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1",
                "SELECT * FROM t FOR UPDATE",
                "CREATE TABLE t (id INT REFERENCES u ON DELETE CASCADE)",
                "GRANT DELETE ON users TO bob",
                "ALTER TABLE t DROP CONSTRAINT c",
                "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
                "DROP TEMPORARY TABLE tmp",
                "DROP TABLE #tmp",
                "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.gone THEN DELETE",
                "SELECT TRUNCATE(1.5, 1)",
                "db.users.deleteMany({ age: 5 })",
                "db.users.find({})",
                "MATCH (n {id: 1}) DETACH DELETE n",
                "query { deletedUsers { id } }",
                "mutation { addComment(body: \"delete everything\") { id } }",
                "DELETE FROM log WHERE at BETWEEN '2024-01-01' AND '2024-12-31'",
                "UPDATE t SET a = 1 WHERE b > 5 OR b IS NULL",
                "INSERT OVERWRITE TABLE sales SELECT * FROM staged WHERE day = '2026-01-01'",
                "DROP DATABASE IF EXISTS ci_scratch; CREATE DATABASE ci_scratch",
                "CREATE FUNCTION f() RETURNS void AS $$ BEGIN TRUNCATE c; END $$ LANGUAGE plpgsql",
                "SELECT query_to_xml('SELECT id FROM customers', true, false, '')"
            })
    void anythingNarrowerPasses(String text) {
        assertNull(Harms.ofQuery(text));
    }
}
