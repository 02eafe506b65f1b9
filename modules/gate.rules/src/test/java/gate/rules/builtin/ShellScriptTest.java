package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellScriptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git stash && git stash pop && git reset --hard",
                "git stash && git stash branch x && git reset --hard",
                "git stash && env -C ../o git reset --hard",
                "git stash && GIT_DIR=../o/.git git reset --hard",
                "git stash && export GIT_DIR=../o/.git && git reset --hard",
                "git stash && find .. -name .git -execdir git reset --hard \\;",
                "git stash | cat && git reset --hard",
                "cat ./notes.txt > notes.txt",
                "find /usr/bin/ -name 'r[m]' -exec sudo {} -rf /srv/data \\;",
                "git config Filter.x.Clean 'rm -rf ~/work'",
                "awk '{ print \"rm -rf ~/\" $0 | \"bash -s\" }' list",
                "sort -o~/.ssh/config /dev/null",
                "echo 'R /srv/a' | systemd-tmpfiles --remove -",
                "mapfile -c 1 -C 'rm -rf' x < list",
                "env 'BASH_FUNC_cd%%=() { rm -rf ~/work; }' bash -c 'cd x'",
                "ls -d ~/*/ | awk '{ print \"r\" \"m -rf \" $0 | \"sh\" }'",
                "osascript -e 'do shell script \"r\" & \"m -rf ~/Documents\"'",
                "python3 -c 'import pathlib\n"
                        + "for p in pathlib.Path.home().rglob(\"*\"): p.open(\"w\").close()'",
                "sort -o ~/.ssh/config /dev/null",
                "git config filter.x.clean 'rm -rf ~/work; cat'",
                "git config remote.origin.push +HEAD~3:main && git push",
                "gh api -X PATCH repos/o/r/git/refs/heads/main -f sha=abc -F force=true",
                "x='$(rm -rf /)'; echo \"${x@P}\"",
                "zsh -c 'zmodload zsh/files; zf_rm -rf ~'",
                "ruby -run -e rm -- -rf ~/work",
                "ruby -run -e rm_rf ~/work; ruby -run -e rm -rf ~",
                "Rscript -e 'x <- path.expand(\"~/data\"); unlink(x, recursive=TRUE)'",
                "echo 'R /srv/a' > /tmp/a.conf; systemd-tmpfiles --remove /tmp/a.conf",
                "find /usr/bin -name 'r[m]' -exec {} -rf /srv/data \\;",
                "sort -u notes.txt | grep -v '^#' > notes.txt",
                "tr a-z A-Z < notes.txt > notes.txt",
                "fallocate -p -o 0 -l 1G /srv/db/data.mdb",
                "curl --unix-socket /var/run/docker.sock -X DELETE"
                        + " http://localhost/v1.45/volumes/db",
                "curl --unix-socket /var/run/docker.sock -X POST http://localhost/volumes/prune",
                "sqlite3 :memory: '.open --new app.db'",
                "redis-cli EVAL \"redis.call('FLUSH'..'ALL')\" 0",
                "hdfs dfs -rm -r -skipTrash /warehouse/sales",
                "git stash || git reset --hard",
                "git stash push src/a.c && git reset --hard",
                "git stash -p && git checkout -- .",
                "git stash && cd ../other && git reset --hard",
                "git stash && git -C ../other reset --hard",
                "git stash; git reset --hard",
                "git stash & git reset --hard",
                "f() { git stash; }; git reset --hard",
                "env A=r B=m sh -c '$A$B -${A}f /'",
                "start-stop-daemon --start --exec /bin/rm -- -rf /",
                "f(){ \"${@:2:1}\" \"${@:1:1}\" /; }; f -rf rm",
                "w=(git rm -rf / push); ${w[@]:1:3}",
                "echo 'cp -a /' | sed 's/cp/rm/;s/-a/-rf/' | sh",
                "x='a[$(rm -rf /)]'; echo $((x))",
                "PS4='$(rm -rf /)' bash -xc :",
                "$(printf \"\\\\x$(printf %x $((57*2)))\\\\x$(printf %x $((100+9)))\") -rf /",
                "c=; for w in r m ' -r' 'f ' '/'; do c+=$w; done; eval \"$c\"",
                "echo -n 'rm -r' >/tmp/1; echo 'f /' >/tmp/2; cat /tmp/1 /tmp/2 | sh",
                "echo 'syscmd(rm -rf /)' | m4",
                "printf '!rm -rf /\\nq\\n' | ed -s",
                "vim -es -c 'call delete($HOME,\"rf\")' -c 'qa!'",
                "make --eval='x:;@rm -rf /' x",
                "printf 'x:\\n\\t@rm -rf $$HOME\\n' > Makefile; make",
                "${CMD} -r -f \"$HOME\"",
                "echo U2FsdGVkX18= | openssl enc -d -aes-256-cbc -a -A -pass pass:x | bash",
                "rm -rf /",
                "'r'm -rf /",
                "r\\m -rf /",
                "r\"\"m -r -f /",
                "r$@m -rf /",
                "$'\\x72\\x6d' -rf /",
                "rm${IFS}-rf${IFS}/",
                "rm$IFS$9-rf$IFS$9/",
                "{rm,-rf,/}",
                "X=rm; $X -rf /",
                "X='rm -rf /'; $X",
                "a=r b=m; $a$b -rf /",
                "X=mr; ${X:1:1}${X:0:1} -rf /",
                "a=(rm -rf /); \"${a[@]}\"",
                "set -- rm -rf /; \"$@\"",
                "$(echo rm) -rf /",
                "`which rm` -rf /",
                "/bin/r? -rf /",
                "echo $(rm -rf /)",
                "echo \"$(rm -rf /)\"",
                "(cd / && rm -rf home)",
                "if true; then rm -rf /; fi",
                "for d in / /home; do rm -rf \"$d\"; done",
                "f() { rm -rf /; }; f",
                "f() { \"$@\"; }; f rm -rf /",
                "alias x='rm -rf'; x /",
                "bash -c 'rm -rf /'",
                "sh <<< 'rm -rf /'",
                "bash <<EOF\nrm -rf /\nEOF",
                "cat <<'EOF' | sh\nrm -rf /\nEOF",
                "echo 'rm -rf /' | sh",
                "echo cm0gLXJmIC8= | base64 -d | sh",
                "bash -c \"$(echo cm0gLXJmIC8= | base64 --decode)\"",
                "echo 726d202d7266202f | xxd -r -p | sh",
                "printf '\\162\\155 -rf /' | bash",
                "echo '/ fr- mr' | rev | sh",
                "echo 'ez -es /' | tr 'ezs' 'rmf' | sh",
                "echo 'rm -rf /' > x.sh && bash x.sh",
                "cat > x.sh <<'EOF'\nrm -rf /\nEOF\nchmod +x x.sh; ./x.sh",
                "bash <(echo rm -rf /)",
                "eval 'rm -rf /'",
                "trap 'rm -rf /' EXIT",
                "echo 'rm -rf /' | while read l; do $l; done",
                "echo / | xargs rm -rf",
                "echo / | xargs -I{} sh -c 'rm -rf {}'",
                "find / -name x | xargs rm -rf",
                "parallel rm -rf {} ::: /",
                "sudo -u root env A=1 nohup nice -n 5 timeout 9 rm -rf /",
                "busybox rm -rf /",
                "ssh -p 22 root@host 'rm -rf /var'",
                "docker exec -it web sh -c 'rm -rf /data'",
                "docker run --rm -v /:/h alpine rm -rf /h",
                "kubectl exec web-0 -n prod -- rm -rf /data",
                "su - app -c 'rm -rf ~'",
                "echo 'rm -rf /' | at now",
                "echo '0 * * * * rm -rf /' | crontab -",
                "vim -c ':!rm -rf /'",
                "somewrapper --flag rm -rf /",
                ":(){ :|:& };:",
                "bomb() { bomb | bomb & }; bomb",
                "cat >(git reset --hard)",
                "> /etc/passwd",
                "cat /dev/urandom > /dev/sda",
                "rm -rf / 'unterminated",
                "r​m -rf /",
                "ｒｍ -rf /",
                "rm –rf /",
                "find /srv | awk '{print \"rm -f \" $1}' | sh",
                "awk 'BEGIN{printf \"%c%c -rf /data\", 114, 109}' | sh",
                "sed 's/x/rm/;s/y/-rf \\/data/' <<< 'x y' | sh",
                "ln -s / /tmp/l; rm -rf /tmp/l/",
                "dd if=/dev/zero of=/dev/[s]da",
                "dd if=/dev/zero of=$(findmnt -no SOURCE /home)",
                "printf 'g\nw\n' | fdisk /dev/nvme0n1",
                "gdisk /dev/sdb <<EOF\nx\nz\ny\nEOF",
                "bash +n -n -c 'rm -rf /data'",
                "bash -ni <<< 'rm -rf /data'",
                "bash --init-file -n -c 'rm -rf /data'",
                "zsh -n -o exec -c 'rm -rf /data'",
                "rm -rf \"$(awk 'BEGIN{if(0)print \"build\"; print \"/\"}')\"",
                "rm -rf $(echo / | awk '{print \"rm \" $1}')",
                "echo 'rm -rf /data' > x.sh; git bundle create x.sh main; sh x.sh",
                "echo AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + " | sed"
                    + " 's#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA#rm"
                    + " -rf /data#' | sh"
            })
    void aCommandIsFoundHoweverAShellMakesItsWords(String text) {
        assertNotNull(Harms.ofCommand(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grep errors app.log > errors",
                "jq -r .version package.json > .version",
                "tail -f app.log | grep ERROR > ERROR",
                "find /usr/local/bin -name 'python3*' -exec {} --version \\;",
                "hdfs dfs -rm -r /user/a/wordcount/output",
                "curl --unix-socket /var/run/docker.sock -X DELETE http://localhost/networks/x",
                "sqlite3 :memory: '.open --new build/test.db' 'create table a(b)'",
                "systemd-tmpfiles --create --remove /etc/tmpfiles.d/nginx.conf",
                "git config --unset remote.origin.push +HEAD",
                "fallocate --punch-hole -o 0 -l 1M test.img",
                "awk '{ print \"a\" | cmd }' list.txt",
                "mapfile -t names < <(ls src)",
                "sort -u -o names.txt names.txt",
                "git config filter.lfs.clean 'git-lfs clean -- %f'",
                "git config remote.origin.push HEAD:refs/for/main",
                "awk '{ print \"echo \" $1 | \"sh\" }' list.txt",
                "gh api -X PATCH repos/o/r/git/refs/heads/x -f sha=abc",
                "find certs -name '*.key' -exec chmod 600 {} +",
                "x='\\u@\\h$ '; echo \"${x@P}\"",
                "ruby -run -e httpd . -p 8000",
                "ruby -run -e rm -- -rf build",
                "sudo systemd-tmpfiles --remove",
                "find . -name '*.test.sh' -exec {} \\;",
                "sort -u notes.txt | grep -v '^#' > sorted.txt",
                "echo notes.txt > notes.txt",
                "cat notes.txt >> notes.txt",
                "jq '.a = 1' p.json > p.new && mv p.new p.json",
                "fallocate -l 1G /tmp/swap.img && fallocate -d /tmp/swap.img",
                "curl --unix-socket /var/run/docker.sock http://localhost/v1.45/containers/json",
                "redis-cli EVAL \"return redis.call('get', KEYS[1])\" 1 a",
                "hdfs dfs -rm -r /tmp/run-5",
                "git stash push -u -m 'wip on x' && git branch keep/x && git reset --hard"
                        + " origin/main",
                "$CC -fPIC -Wextra -o app main.c",
                "$KUBECTL apply -f deploy.yaml --prune -R",
                "grep -rn password app/models/password_history.rb",
                "vim -c 'call delete(\"build\",\"rf\")'",
                "echo $((7*6)) $((x+1)) $(( (1+2)*3 ))",
                "env NODE_ENV=test npm test",
                "PS1='$(git branch --show-current) $ ' bash",
                "for f in a b; do n+=$f; done; echo \"$n\"",
                "sed 's/rm/cp/;s/a/b/' notes.txt",
                "find /backup/daily -name '*.tar.gz' -mtime +90 -print -delete",
                "echo rm -rf /",
                "echo 'rm -rf /' > notes.md",
                "grep -rn 'rm -rf /' .",
                "git commit -m \"Drop rm -rf / from the script\"",
                "git commit -m \"$(cat <<'EOF'\nDo not rm -rf / (it's bad)\nEOF\n)\"",
                "cat <<'EOF'\nrm -rf /\nEOF",
                "cat <<EOF > README.md\nrm -rf /\nEOF",
                "# rm -rf /",
                "man rm",
                "which rm",
                "command -v rm",
                "jq '.scripts.clean = \"rm -rf /\"' package.json",
                "gh issue create --body 'rm -rf / and DROP TABLE x'",
                "tmp=$(mktemp -d); trap 'rm -rf \"$tmp\"' EXIT",
                "curl -fsSL https://example.com/install | sh",
                "echo aGVsbG8= | base64 -d | sh",
                "walk() { for f in \"$1\"/*; do walk \"$f\"; done; }; walk .",
                "for i in 1 2 3; do echo $i; done | sort",
                "echo \"unterminated",
                "case $x in a) echo;; esac",
                "ls > /dev/null 2>&1",
                "bash -n <<< 'rm -rf /data'",
                "sh -n script.sh",
                "awk '{print \"rows: \" $1}' a.txt | sh",
                "printf 'p\nq\n' | fdisk /dev/sda",
                "lsblk | grep sda",
                "ps aux | awk '/node/{print \"kill \" $2}' | sh"
            })
    void whatOnlyMentionsACommandPasses(String text) {
        assertNull(Harms.ofCommand(text));
    }

    @Test
    void aSumOfSumsOfSumsIsGivenUp() {
        var sums = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            sums.append('a').append(i).append("=a").append(i + 1);
            sums.append(("+a" + (i + 1)).repeat(9)).append('\n');
        }
        assertNull(Harms.ofCommand(sums + "echo $((a0))"));
        assertNotNull(Harms.ofCommand(sums + "echo $((a0)); rm -rf /"));
    }

    @Test
    void aLongFileIsWrittenAndRead() {
        String padding = "#".repeat(70_000);
        assertNotNull(Harms.ofCommand("printf 'rm -rf /\\n" + padding + "' | tee x.sh; sh x.sh"));
        assertNotNull(
                Harms.ofCommand("echo 'rm -rf /' > a; printf '" + padding + "' | cat a | sh"));
    }
}
