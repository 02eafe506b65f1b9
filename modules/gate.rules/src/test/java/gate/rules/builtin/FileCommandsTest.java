package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf \"$(go env GOCACHE)\"",
                "rm -rf \"$(npm config get cache)\"",
                "printf '#!/bin/sh\\nrm -rf ~\\n' > find; ./find . -name node_modules",
                "rm -rf /sdcard/*",
                "rm -r src",
                "rm --recursive --force /",
                "rm -fR ./src",
                "rm -rf -- -x",
                "rm -rf ~",
                "rm -rf \"$HOME/projects\"",
                "rm -rf $UNKNOWN",
                "rm -rf ../other",
                "rm -rf .git",
                "rm -rf *",
                "rm -rf /tmp",
                "rm -rf /tmp/../etc",
                "rm -rf dist src",
                "cd .. && rm -rf build",
                "cd / && rm -rf build",
                "env -C / rm -rf build",
                "rm -f /etc/passwd",
                "rimraf /home/u",
                "find . -delete",
                "find / -type f -exec rm -f {} +",
                "find . -exec rm -rf {} \\;",
                "find . -type f -o -name '*.map' -exec rm -rf {} +",
                "find / -type f -exec rm -rf {} +",
                "find . -name 'x*' ! -type f -exec rm -rf {} +",
                "find . -name a -type f -or -name src -exec rm -rf {} +",
                "find . -name a -type f -exec rm -rf {} src +",
                "rm -rf ../trace.zip",
                "rm -rf .git/x.lock src",
                "rm -rf three.js",
                "rm -rf *.json",
                "rm -rf .json",
                "fd -x rm -rf",
                "dd if=/dev/zero of=/dev/sda",
                "dd if=/dev/zero of=/tmp/../dev//sda",
                "cat x > /dev/../dev/./sda",
                "tee /var/tmp/../../etc/sudoers < x",
                "mkfs.ext4 /dev/sdb1",
                "wipefs -a /dev/sda",
                "shred -u keys.txt",
                "truncate -s 0 /var/lib/mysql/ibdata1",
                "mv project /dev/null",
                "chmod -R 777 /",
                "chmod 777 /etc",
                "chmod -R 0666 ~",
                "chown -R me /etc",
                "crontab -r",
                "kill -9 -1",
                "iptables -F",
                "userdel -r alice",
                "rsync -a --delete a/ b/",
                "scp x host:/etc/passwd",
                "zpool destroy tank",
                "truncate -s 0 disk.img",
                "truncate -s '' disk.img",
                "perl -i -ne 1 src/a.c src/b.c",
                "python3 -c \"import glob\nfor f in glob.glob('/var/lib/*'): open(f,'w').close()\"",
                "truncate -s 1M prod.img",
                "mke2fs -F -L -n /dev/sda1",
                "mkfs.ext4 -F -L -n /dev/sda1",
                "wipefs -a -tnoext4 /dev/sda",
                "wipefs -a -t -n /dev/sda",
                "lvremove -y --config -t vg/lv"
            })
    void aLossOfFilesIsFound(String text) {
        assertNotNull(Harms.ofCommand(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm file.txt",
                "rm -f *.log",
                "find '' -name x",
                "find src/.. -name '*.java'",
                "rm -rf node_modules dist build target .next coverage",
                "rm -rf build managed_components sdkconfig dependencies.lock",
                "rm -rf ./packages/*/dist",
                "rm -rf __pycache__ .pytest_cache **/*.pyc",
                "rm -rf node_modules package-lock.json",
                "rm -rf /tmp/work",
                "rm -rf \"${TMPDIR:-/tmp}/build\"",
                "cd packages/a && cd ../.. && rm -rf dist",
                "rimraf lib",
                "find . -name '*.pyc' -delete",
                "find . -type f -name '*.map' -exec rm -rf {} +",
                "rm -rf playwright-report/ trace.zip docs/index.html",
                "rm -rf cjs esm umd dist-types es.js.bck",
                "find . -name node_modules -prune -exec rm -rf {} +",
                "find . -name '*.txt' -exec rm {} \\;",
                "dd if=/dev/zero of=disk.img bs=1M count=1",
                "chmod 644 file",
                "chmod -R u+w build",
                "chmod +x run.sh",
                "chown -R me:me .",
                "kill -9 1234",
                "crontab -l",
                "rsync -an --delete a/ b/",
                "mv a b",
                "cp -r a /dev/null",
                "perl -i -ne 'print unless /x/' src/a.c",
                "perl -pi -e 's/a/b/' src/a.c",
                "wipefs -an /dev/sdb",
                "mke2fs -n /dev/sdb1",
                "lvremove --test vg/lv",
                "perl -i -nE 'say unless /x/' src/a.c",
                "perl -i -n fix.pl src/a.c"
            })
    void aNarrowerCommandPasses(String text) {
        assertNull(Harms.ofCommand(text));
    }
}
