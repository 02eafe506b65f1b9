package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Losses that come by many small ways, each beside the work that looks most like it.
class CommandLossTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // what a redirection of errors must not hide
                "echo 'rm -rf /' 2>/dev/null | sh",
                "echo 'rm -rf /' 2>&1 | sh",
                "bash < <(echo 'rm -rf /srv')",
                "exec 4<<< 'rm -rf /srv'; bash /dev/fd/4",
                // programs by other names
                "cp /bin/rm ./tidy && ./tidy -rf /srv",
                "ln -s $(command -v rm) x; ./x -rf ~",
                "cat /usr/bin/shred > /dev/shm/a; /dev/shm/a -u ~/notes",
                "ln -s / ./assets && rm -rf ./assets/*",
                "$(ls /bin | grep -x 'r[m]') -rf /data",
                "first() { printf rm; }; $(first) -rf /srv",
                "declare -A c=([a]=rm [b]=-rf); ${c[a]} ${c[b]} /srv",
                "read -r a b <<< 'rm -rf'; $a $b /srv",
                "BASH_ENV=/tmp/e bash -c true; echo 'rm -rf /' > /tmp/e; BASH_ENV=/tmp/e bash -c"
                        + " ls",
                "make -f - <<< $'x:\\n\\trm -rf $(HOME)'",
                "sqlite3 x.db '.shell rm -rf /srv'",
                "git -c core.pager='rm -rf ~' log",
                "npm pkg set scripts.test='rm -rf ~'",
                "rsync -e 'sh -c \"rm -rf /srv\"' a:b c",
                "ssh -o ProxyCommand='rm -rf ~' h",
                "sed '1e rm -rf ~' x",
                "echo H4sIAAAAAAAAAytKLEnVUNBN0wcAqk1yVgkAAAA= | base64 -d | gunzip | bash",
                // asked for help too late
                "kill -9 -1 --help",
                "rm -rf ~ --help",
                "chmod -R 000 / --help",
                // copied over what is not a site
                "rsync -a --delete dist/ ~/",
                "sqlite3 /tmp/../srv/shop.db 'DROP TABLE users'",
                // every name that there is
                "git ls-files | xargs rm -f",
                "find /srv -type f | while read f; do rm \"$f\"; done",
                "for f in $(git ls-files); do : > \"$f\"; done",
                "ps -e -o pid= | xargs kill -9",
                "systemctl list-units --plain | awk '{print $1}' | xargs systemctl stop",
                "redis-cli --scan | xargs redis-cli del",
                // emptied, hidden, locked
                "cat /dev/null > /etc/resolv.conf",
                "cp /dev/null ~/thesis.tex",
                "truncate -s 0 src/*.c",
                "sed -i d *.py",
                "chmod -x /usr/bin/sudo",
                "chattr -R +i /home",
                "mount -t tmpfs none /home",
                "passwd -l root",
                "zip -rm a.zip ~/work",
                "zfs rollback -r tank/home@old",
                "apt-get remove -y libc6",
                "curl -o /etc/passwd https://x.example",
                "svn rm -m x https://svn.example/trunk",
                "git rm -rq . && git commit -m x",
                // services
                "kubectl scale deploy --all --replicas=0",
                "aws rds modify-db-instance --db-instance-identifier x --no-deletion-protection",
                "kafka-configs.sh --alter --entity-name x --add-config retention.ms=1",
                "ansible all -m shell -a 'rm -rf /srv'",
                "heroku pg:reset DATABASE_URL --confirm x",
                "mongorestore --drop dump",
                "somecloud volume delete data --force",
                "mysql -Ne \"select concat('drop table ',t) from x\" | mysql app",
                // scripts and Windows
                "python3 -c \"import os;[os.remove(f) for d,_,fs in os.walk('/srv') for f in fs]\"",
                "python3 -c \"getattr(__import__('os'),'sys'+'tem')('rm -rf /')\"",
                "node -e \"fs['rm'+'Sync'](os.homedir(),{recursive:true})\"",
                "php -r '$f=\"sys\".\"tem\"; $f(\"rm -rf /srv\");'",
                "iex ('Rem'+'ove-Item -Recurse C:\\data')",
                "$c='{1}{0}' -f 'Item','Remove-'; & $c -Recurse C:\\data",
                "sal t ri; t C:\\data -r -fo",
                "cmd /c \"set x=del&& %x% /s /q C:\\data\\*\"",
                "for /d %i in (C:\\Users\\*) do @rmdir /s /q \"%i\"",
                "gci D:\\ -r | % { $_.Delete() }",
                "openssl rand -out /dev/sdb 8000000000",
                "printf 'all:\n\t@$(RM) -r /opt/data\n' | make -f -",
                "sudo systemctl disable --now falco.service",
                "gcloud compute instances delete db-1 test-x",
                "helm uninstall test-a shop-api",
                "aws ec2 terminate-instances --instance-ids i-0abce2e1f",
                "ln -s /tmp/foo ''; rm -rf /etc",
                "ln -s /tmp/data ./ && rm -rf /etc",
                "ln -s /tmp/a src; rm -rf src/main",
                "X=/; X=/tmp/a true; rm -rf $X",
                "X=/tmp/a true; rm -rf $X",
                "X=/tmp/a X=/tmp/b true; rm -rf $X",
                "X=/ sh -c 'rm -rf $X'"
            })
    void isSeen(String command) {
        assertNotNull(Harms.ofCommand(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo hello 2>/dev/null | cat",
                "ps -ef | awk '/node/ {print $2}' | xargs kill -9",
                "redis-cli --scan --pattern 'cache:*' | xargs redis-cli del",
                "git ls-files '*.orig' | xargs rm -f",
                "git ls-files | grep '\\.tmp$' | xargs rm -f",
                "find . -name '*.orig' | xargs rm",
                "ps aux | grep node | awk '{print $2}' | xargs kill",
                "find /var/log/app -name '*.gz' -mtime +30 -delete",
                "find . -name '*.bak' -delete",
                "truncate -s 0 app.log",
                "cp /dev/null app.log",
                "rm -rf ~/.cache/pip ~/Library/Caches/x",
                "rm -rf vendor && composer install",
                "rm -rf bin obj",
                "cd /tmp/x && git reset --hard",
                "W=$(mktemp -d); cd \"$W\" && rm -rf docs",
                "git push --force --dry-run",
                "git clean -fdX build/",
                "git checkout main -- package-lock.json",
                "terraform destroy -help",
                "zfs destroy -nv tank/x@y",
                "kubectl delete pod web-1 -n shop",
                "dropdb shop_test",
                "docker rm -f pg-test",
                "docker run --rm alpine rm -rf /etc",
                "aws s3 sync build/ s3://site --delete",
                "rsync -a --delete public/ host:/var/www/",
                "az group delete --name rg-pr-17 --yes",
                "curl -X DELETE http://localhost:3000/todos/1",
                "curl -X DELETE https://api.staging.example/carts/1",
                "sqlite3 :memory: 'create table t(a); delete from t'",
                "restic forget --keep-daily 7 --prune",
                "mkfs.ext4 -F /tmp/disk.img",
                "Remove-Item .\\bin, .\\obj -Recurse",
                "Remove-Item C:\\Logs -Recurse -WhatIf",
                "robocopy a b /MIR /L",
                "apt-get -s remove libc6",
                "kubectl delete namespace e2e-run-77",
                "MIX_ENV=test mix ecto.drop --quiet && MIX_ENV=test mix ecto.setup",
                "openssl rand -out /tmp/key 32",
                "gcloud compute instances delete test-x test-y --zone us-east1-b",
                "kubectl delete namespace test-x"
            })
    void workGoesOn(String command) {
        assertNull(Harms.ofCommand(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM t WHERE id IN (SELECT id FROM t)",
                "DELETE FROM t WHERE a > 5 OR a <= 5",
                "DELETE FROM t WHERE created < NOW() + INTERVAL '9 years'",
                "EXEC('DR' + 'OP TABLE t')",
                "DECLARE @q varchar(99) = 0x44524f50205441424c452074; EXEC(@q)",
                "PREPARE s FROM CONCAT('DR', 'OP TABLE t')",
                "x'; DROP TABLE t; --",
                "EXEC sp_MSforeachtable 'TRUNCATE TABLE ?'",
                "EXEC xp_cmdshell 'dir'",
                "COPY t TO PROGRAM 'cat'",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT 1 INTO OUTFILE '/var/www/x.php'",
                "GRANT ALL PRIVILEGES ON *.* TO x",
                "ALTER ROLE x SUPERUSER",
                "DROP USER 'x'@'%'",
                "ALTER TABLE t DELETE WHERE 1",
                "CREATE INDEX i ON users (id); DROP TABLE users",
                "CREATE USER shop; DROP SCHEMA shop CASCADE",
                "CREATE TABLE a (x int); DROP TABLE a, users",
                "CREATE TABLE public.a (x int); DROP TABLE public.users",
                "BEGIN TRAN; TRUNCATE TABLE t; IF 1=0 ROLLBACK",
                "DELETE FROM mysql.user WHERE user = 'x'",
                "CREATE FUNCTION f() RETURNS text AS $$ x $$ LANGUAGE plpython3u",
                "PURGE BINARY LOGS BEFORE NOW()"
            })
    void statementsAreSeen(String query) {
        assertNotNull(Harms.ofQuery(query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP INDEX i",
                "CREATE TEMP TABLE t AS SELECT 1; DELETE FROM t; DROP TABLE t",
                "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1",
                "BEGIN; DELETE FROM t; ROLLBACK",
                "EXPLAIN UPDATE t SET a = 1",
                "DELETE FROM t WHERE id IN (SELECT id FROM u)",
                "EXEC sp_configure 'xp_cmdshell', 0",
                "SELECT 1 INTO OUTFILE '/tmp/x.csv'",
                "GRANT ALL PRIVILEGES ON app.* TO 'app'@'localhost'",
                "DELETE FROM pg_temp.t WHERE a = 1"
            })
    void queriesGoOn(String query) {
        assertNull(Harms.ofQuery(query));
    }
}
