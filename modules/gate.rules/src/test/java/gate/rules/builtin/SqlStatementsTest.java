package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
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
