package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import shutil\nshutil.rmtree('/')",
                "import shutil, os\nshutil.rmtree(os.path.expanduser('~'))",
                "path = '/home/user'\nshutil.rmtree(path)",
                "from pathlib import Path\np = Path('/etc/passwd')\np.unlink()",
                "import os\nos.remove(\"/etc/passwd\")",
                "import os; os.system('rm -rf /')",
                "import os; os.system(\"rm\" + \" -rf /\")",
                "import subprocess; subprocess.run(['rm', '-rf', '/'])",
                "cmd = ['rm', '-rf', '/']\nsubprocess.call(cmd)",
                "import base64, os; os.system(base64.b64decode('cm0gLXJmIC8=').decode())",
                "os.system('/ fr- mr'[::-1])",
                "os.system(chr(114) + chr(109) + ' -rf /')",
                "exec(\"import os; os.system('rm -rf /')\")",
                "while True: os.fork()",
                "cursor.execute(\"DROP TABLE users\")",
                "open('/dev/sda', 'wb').write(b'0')",
                "require('fs').rmSync('/home', { recursive: true })",
                "require('child_process').execSync('rm -rf /')",
                "require('fs').rmSync(process.env.HOME, { recursive: true })",
                "new Deno.Command(\"rm\", { args: [\"-rf\", \"/\"] })",
                "FileUtils.rm_rf('/home/user')",
                "system \"rm -rf /\"",
                "`rm -rf /`",
                "%x(rm -rf /)",
                "array_map(\"unlink\", glob(\"/var/www/*\"));",
                "boto3.client('ec2').terminate_instances(InstanceIds=ids)",
                "requests.delete('https://api.example.com/volumes/1')",
                "stripe.customers.del('cus_1')",
                "import subprocess, shlex\nsubprocess.run(shlex.split('rm -rf ~'))",
                "const {exec} = require('child_process');\nutil.promisify(exec)('rm -rf ~')",
                "const run = require('util').promisify(exec);\nawait run('rm -rf ~')",
                "os.system.__call__('rm -rf ~')",
                "import { $ } from 'bun';\nconst x = 1;\nawait $`rm -rf ~`",
                "<?php\n$x = `rm -rf ~`;",
                "<?php require('x.php'); $f='system'; $f('rm -rf /');",
                "y = {:a => 1}\n`rm -rf ~`",
                "const a = 1;\nfor (const f of fs.readdirSync(`/`)) fs.unlinkSync(f)",
                "for r,d,f in os.walk(os.path.join('/', 'home')):\n  os.remove(f)",
                "use File::Find; find(sub { unlink $_ }, q(/));",
                "FileUtils.rm_rf(['.', 'dist'])",
                "shutil.rmtree(os.path.join(tempfile.mkdtemp(), '..'))",
                "FileManager.default.removeItem(atPath: \"/Users\")",
                "const { rimraf } = require('rimraf')\nrimraf('/home')",
                "fs.rmSync(path.join(__dirname, 'src'), { recursive: true })",
                "fs.rmSync(path.join(os.tmpdir(), '../home'), { recursive: true })",
                "import os\nfor r, d, f in os.walk('/'):\n    os.remove(f)",
                "\"\"\"Cleans.\"\"\"\nimport shutil\nshutil.rmtree('/')"
            })
    void aCallThatDestroysIsFound(String text) {
        assertNotNull(Harms.ofCode(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "print('rm -rf / is dangerous')",
                "# os.system('rm -rf /')",
                "import shutil\nshutil.rmtree('build')",
                "shutil.rmtree('/tmp/work')",
                "os.remove('notes.txt')",
                "subprocess.run(['ls', '-la', '/'])",
                "subprocess.run(\"grep -r 'rm -rf /' .\", shell=True)",
                "cursor.execute(\"SELECT * FROM users WHERE id = 1\")",
                "const s = new Set(); s.delete('rm -rf /'); // rm -rf /",
                "fs.rmSync('dist', { recursive: true })",
                "fs.rmSync(path.join(__dirname, 'dist'), { recursive: true })",
                "del output['container_config']",
                "shutil.rmtree(os.path.join(tempfile.gettempdir(), 'x'))",
                "await page.evaluate(() => localStorage.removeItem('token'))",
                "const { rimraf } = require('rimraf')",
                "while (i < n) { this.fork(i).parse() }",
                "while (i < n) { return fork.keyword(null) }",
                "shutil.rmtree(tempfile.mkdtemp(prefix='func_test'))",
                "shutil.rmtree(member.split('/', 1)[0])",
                "for f in os.listdir(src):\n    os.remove(f)\n    print(done / total)",
                "for f in os.listdir(src):\n    os.remove(f)\n    print(\"%s in \\\"%s\\\"\" % f)",
                "const re = /\\.(sst|log)$/; fs.readdirSync(a).forEach(f => fs.rmSync(f))",
                "const e = require('e'); throw new $TypeError('`x` must be <= 36')",
                "text = \"\"\"\nrm -rf /\n\"\"\"\nprint(text)",
                "open('/etc/passwd').read()",
                "os.fork()",
                "run \"a string that nobody closes",
                "run('"
            })
    void harmlessCodePasses(String text) {
        assertNull(Harms.ofCode(text));
    }

    /// What two variables hold is not read twice as often at each line, as in tests of a service.
    @Test
    void aVariableIsReadOnceInAStatement() {
        assertNull(Harms.ofCode("a='b'\n" + "a=f(a, b=a, c=[a, a])\n".repeat(200)));
    }

    /// Each line makes the variable twice as long.
    @Test
    void aVariableOfItselfIsTooMuchWork() {
        String why = Harms.ofCode("a='b'\n" + "a=a+a\n".repeat(40));
        assertNotNull(why);
        assertTrue(why.contains("more work"), why);
    }
}
