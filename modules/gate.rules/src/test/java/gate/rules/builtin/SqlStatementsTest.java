package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM notes WHERE (1=1 OR a=2) AND (1=1 OR a<>2)",
                "DELETE FROM notes WHERE (TRUE OR a IS NULL) AND (TRUE OR a IS NOT NULL)",
                "UPDATE app.notes n SET a = 1 WHERE EXISTS (SELECT 1 FROM app.tags t WHERE t.id ="
                        + " 5)",
                "DELETE FROM notes WHERE at < TIMESTAMP '2999-01-01 00:00:00'",
                "DELETE n FROM notes AS n LEFT JOIN tags t ON t.note = n.id WHERE n.id IS NOT NULL",
                "UPDATE notes SET a = 'x', b = 1 WHERE a IS DISTINCT FROM 'x'",
                "UPDATE notes SET a = 5 WHERE a <> 5",
                "DELETE FROM notes WHERE COALESCE(seen_at, CURRENT_TIMESTAMP) IS NOT NULL",
                "UPDATE notes SET a = 1 WHERE IFNULL(b, 0) IS NOT NULL",
                "DELETE FROM notes n WHERE NOT EXISTS (SELECT 1 FROM notes m WHERE m.id = n.id AND"
                        + " m.id IS NULL)",
                "INSERT OVERWRITE TABLE notes SELECT * FROM notes WHERE a IS NOT NULL AND a IS"
                        + " NULL",
                "DELETE FROM notes n USING tags t WHERE t.id = 5",
                "DELETE FROM notes WHERE ~0",
                "DROP TABLE IF EXISTS #x, notes",
                "DROP TABLE pg_temp.x, notes",
                "DROP TABLE `#notes`",
                "DROP TABLE \"#notes\"",
                "UPDATE notes n JOIN (SELECT 1 AS a FROM tags WHERE k = 'a') s ON s.a = 1 SET n.b ="
                        + " ''",
                "TRUNCATE TABLE `#notes`",
                "DELETE FROM `#notes`",
                "DROP TABLE IF EXISTS 1a, notes",
                "UPDATE (SELECT * FROM notes) n SET a = 5",
                "UPDATE notes n, (SELECT 1) x SET n.a = ''",
                "UPDATE notes n JOIN (SELECT 1 LIMIT 1) x ON 1=1 SET n.a = ''",
                "UPDATE notes n JOIN (SELECT id FROM notes WHERE 1=1) x ON x.id = n.id SET n.a ="
                        + " ''",
                "UPDATE notes n JOIN (SELECT id FROM tags WHERE a = 1) x ON true SET n.a = ''",
                "UPDATE notes n LEFT JOIN (SELECT id FROM tags WHERE a = 1) x ON x.id = n.id SET"
                        + " n.a = ''",
                "EXECUTE 'DELETE FROM ' || t",
                "EXECUTE IMMEDIATE q'[DELETE FROM notes]' || ''",
                "EXECUTE 'DELETE FROM ' || t || ' WHERE 1=1 OR id = ' || x",
                "EXECUTE 'DELETE FROM notes -- ' || ' WHERE id = 1'",
                "EXECUTE 'DELETE FROM ' || t || CASE WHEN x THEN ' WHERE id = 1' ELSE '' END",
                "MERGE INTO notes n USING notes s ON n.id = s.id WHEN MATCHED THEN DELETE",
                "MERGE INTO notes n USING (SELECT id FROM notes) s ON n.id = s.id WHEN MATCHED THEN"
                        + " DELETE",
                "MERGE INTO notes n USING (SELECT 1 AS one) s ON s.one = 1 WHEN MATCHED THEN"
                        + " DELETE",
                "DELETE FROM notes WHERE 2 - 1",
                "UPDATE notes n SET a = 1 WHERE EXISTS (SELECT 1 FROM tags t WHERE t.id = 5)",
                "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes WHERE id != NEW.id;"
                        + " END",
                "DO LANGUAGE plpgsql $x$ BEGIN EXECUTE"
                    + " convert_from(decode('64726f70207461626c652061', 'hex'), 'UTF8'); END $x$",
                "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS $$ DELETE FROM notes;"
                        + " SELECT 1 $$; SELECT pg_temp.f()",
                "BEGIN EXECUTE IMMEDIATE q'[DROP TABLE hr.notes]'; END;",
                "DECLARE v VARCHAR2(99) := q'{elbat pord}'; BEGIN EXECUTE IMMEDIATE REVERSE(v) || '"
                        + " notes'; END;",
                "DELETE FROM pg_catalog.pg_attribute WHERE attname = 'a'",
                "DELETE FROM sqlite_master WHERE name = 'notes'",
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
                "DROP TABLE tmp_preview, users",
                "DROP TABLE tmp_preview CASCADE",
                "DROP TABLE sandbox.prod.customers",
                "DROP TABLE tmp_",
                "ALTER TABLE users SET SCHEMA tmp; DROP TABLE tmp.users",
                "EXCHANGE TABLES users AND tmp_users; DROP TABLE tmp_users",
                "DELETE FROM users WHERE name LIKE '%' || name",
                "DELETE FROM users WHERE name LIKE '%' || lower('')",
                "DELETE FROM users WHERE name LIKE 'x' || EXISTS (SELECT 1)",
                "DELETE FROM users WHERE name LIKE 'x' || '1'",
                "DELETE FROM users WHERE name LIKE 'x' || (TRUE)",
                "DELETE FROM users WHERE name LIKE 'x' || !FALSE",
                "ALTER TABLE users RENAME TO tmp_users; DROP TABLE tmp_users",
                "DROP TABLE template",
                "DELETE FROM users WHERE name LIKE '%' || '%'",
                "DELETE FROM users WHERE name LIKE '%' || 1",
                "DELETE FROM users WHERE name LIKE '%' || 'a' = 'a'",
                "DELETE FROM users WHERE name LIKE 'x' || NOT FALSE",
                "DELETE FROM users WHERE id = '' || TRUE",
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
                "SELECT lo_unlink(oid) FROM pg_largeobject_metadata",
                "DELETE FROM readings WHERE taken_at < '9999-12-31'",
                "WITH n AS (SELECT *, ROW_NUMBER() OVER (ORDER BY a) AS rn FROM t) DELETE FROM n"
                        + " WHERE rn > 0",
                "ALTER TABLE hits CLEAR COLUMN ip IN PARTITION '1'",
                "DO $$ BEGIN EXECUTE format('%s TABLE %I', 'DR' || 'OP', 'users'); END $$",
                "EXECUTE IMMEDIATE FORMAT(\"TRUNCATE %s `%s`\", \"TABLE\", \"a.b.c\")",
                "PURGE RECYCLEBIN",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            })
    void aStatementThatLosesRowsIsFound(String text) {
        assertNotNull(Harms.ofQuery(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE #x, #y",
                "DROP TABLE IF EXISTS pg_temp.x",
                "UPDATE notes n JOIN (SELECT id FROM tags WHERE a = 1 LIMIT 9) x ON x.id = n.id SET"
                        + " n.a = 1",
                "UPDATE notes n, (SELECT id FROM tags) x SET n.a = 1 WHERE x.id = n.id",
                "UPDATE notes n JOIN (SELECT a FROM notes GROUP BY a HAVING COUNT(b) > 1) d ON n.a"
                        + " = d.a SET n.b = 2",
                "REPLACE INTO notes VALUES (9, 'g') RETURNING (SELECT * FROM notes)",
                "EXECUTE 'UPDATE notes SET ' || quote_ident(c) || ' = ' || quote_literal(v) || '"
                        + " WHERE key = ' || quote_literal(k)",
                "EXECUTE format('UPDATE notes SET %I = $1 ' 'WHERE key = $2', c) USING v, k",
                "q := 'DELETE FROM ' || t || ' WHERE id = ' || x; EXECUTE q",
                "MERGE INTO notes n USING gone g ON g.id = n.id WHEN MATCHED THEN DELETE",
                "MERGE INTO notes n USING (VALUES (1,'a')) AS s(id,a) ON n.id = s.id WHEN MATCHED"
                    + " THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.a)",
                "MERGE INTO notes USING (SELECT 5 AS id FROM dual) s ON (notes.id = s.id) WHEN"
                        + " MATCHED THEN UPDATE SET a = 1",
                "UPDATE notes n JOIN (SELECT id FROM tags WHERE a = 1) s USING (id) SET n.a = 1",
                "UPDATE notes n JOIN (SELECT id FROM tags LIMIT 3) s ON n.id = s.id SET n.a = 1",
                "MERGE INTO notes n USING (SELECT id FROM notes WHERE a = 1) g ON g.id = n.id WHEN"
                        + " MATCHED THEN DELETE",
                "DELETE n FROM notes n LEFT JOIN tags t ON t.note = n.id WHERE t.id IS NOT NULL",
                "UPDATE notes SET a = TRUE WHERE EXISTS (SELECT 1 FROM unnest(notes.tags) t WHERE"
                        + " t.name = 'x')",
                "DELETE FROM notes n WHERE EXISTS (SELECT 1 FROM tags t JOIN x ON x.tag = t.id AND"
                        + " x.note = n.id WHERE t.old = TRUE)",
                "UPDATE notes n JOIN tags t ON t.id = n.tag SET n.a = 1 WHERE EXISTS (SELECT 1 FROM"
                        + " x WHERE x.note = n.id)",
                "DELETE FROM n USING notes n JOIN tags t ON t.id = n.tag WHERE t.old = TRUE",
                "CREATE TRIGGER t AFTER UPDATE ON notes BEGIN UPDATE notes SET first = 0 WHERE id"
                        + " <> NEW.id; END",
                "DELETE FROM notes n WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.a IS NULL AND"
                        + " t.a <=> n.a)",
                "INSERT INTO log(msg) VALUES ('DELETE FROM notes'); EXECUTE stmt || ' LIMIT 1'",
                "DELETE FROM notes WHERE at < DATE '2020-01-01'",
                "DELETE FROM notes n WHERE n.tag_id IS NOT NULL",
                "UPDATE notes SET a = 'x' WHERE a <> 'y'",
                "UPDATE notes SET a = 'x' WHERE a <> 'x' AND id = 5",
                "DELETE FROM notes WHERE COALESCE(seen_at, updated_at) IS NOT NULL",
                "DELETE FROM notes WHERE COALESCE(seen_at, NULL) IS NOT NULL",
                "DELETE FROM notes WHERE id = 5 AND seen_at IS NULL",
                "DELETE FROM notes WHERE id = :id - 1",
                "DELETE FROM notes n USING tags t WHERE t.id = 5 AND t.note = n.id",
                "DELETE FROM notes USING tags WHERE note_id = tags.id",
                "UPDATE notes n SET a = 1 WHERE EXISTS (SELECT 1 FROM tags t WHERE t.note = n.id)",
                "UPDATE notes SET a = 1 WHERE EXISTS (SELECT 1 FROM tags WHERE note = id)",
                "CREATE TRIGGER t AFTER DELETE ON notes BEGIN DELETE FROM tags WHERE note = OLD.id;"
                        + " END",
                "BEGIN EXECUTE IMMEDIATE q'[CREATE INDEX i ON hr.notes (a)]'; END;",
                "DELETE FROM sqlite_sequence WHERE name = 'notes'",
                "MERGE INTO dw.users c USING staging.users s ON c.id = s.id WHEN MATCHED THEN"
                        + " UPDATE SET c.n = s.n",
                "INSERT INTO prod.users SELECT * FROM staging.users ON DUPLICATE KEY UPDATE name ="
                        + " VALUES(name)",
                "DELETE FROM prod.users WHERE id IN (SELECT id FROM to_delete.users)",
                "UPDATE subs SET sent = true WHERE expires_at < NOW() + INTERVAL '7 days'",
                "DELETE FROM users WHERE birth_date > '1950-01-01'",
                "DELETE FROM parts WHERE part_no >= '1000-200'",
                "UPDATE prices SET a = 1 WHERE valid_to < '9999-12-31'",
                "DELETE FROM users WHERE id NOT IN (?, ?, ?)",
                "DELETE FROM users WHERE org = 5 AND n > 1 OR org = 5 AND n <= 1",
                "DELETE FROM users WHERE name LIKE ''",
                "DROP TABLE tmp_preview",
                "drop table if exists FREIGHT.SCRATCH.SCAN_FIX",
                "DROP TABLE users_tmp",
                "DELETE FROM users WHERE name LIKE '%' || $1",
                "DELETE FROM users WHERE name LIKE '%' || ? || '%' AND org = 5",
                "DELETE FROM users WHERE name LIKE '%' || :part || '%' OR mail ILIKE '%' || :part",
                "DELETE FROM visits WHERE agent ILIKE '%' || 'bot' || '%'",
                "UPDATE users SET seen = 1 WHERE name LIKE '%' || lower(@name) || '%'",
                "DELETE FROM users WHERE note !~ '.*'",
                "SELECT add_retention_policy('users', INTERVAL '090 days')",
                "clear all browser cookies in chrome",
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
                "SELECT query_to_xml('SELECT id FROM customers', true, false, '')",
                "DELETE FROM prices WHERE valid_to < '9999-12-31'",
                "WITH n AS (SELECT *, ROW_NUMBER() OVER (ORDER BY a) AS rn FROM t) DELETE FROM n"
                        + " WHERE rn > 1",
                "CREATE TRIGGER keep BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION"
                        + " no()",
                "SELECT format('%s rows of %s', count(*), 'DROP TABLE') FROM t",
                "SELECT pg_drop_replication_slot('old_replica')",
                "UPDATE dim SET is_current = false WHERE closed_at < '9999-12-31'"
            })
    void anythingNarrowerPasses(String text) {
        assertNull(Harms.ofQuery(text));
    }

    /// Each is looked at once, however many there are.
    @Test
    void aLongMigrationIsNoTooMuchWork() {
        String renamed = "EXEC sp_rename 'notes.a', 'b', 'COLUMN';\n".repeat(1_000);

        assertNull(Harms.ofQuery(renamed));
        assertNotNull(Harms.ofQuery(renamed + "EXEC(REVERSE('seton elbat pord'));"));
    }
}
