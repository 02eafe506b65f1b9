package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                "requests.delete('https://api.example.com/volumes/1')"
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
                "text = \"\"\"\nrm -rf /\n\"\"\"\nprint(text)",
                "open('/etc/passwd').read()",
                "os.fork()",
                "run \"a string that nobody closes",
                "run('"
            })
    void harmlessCodePasses(String text) {
        assertNull(Harms.ofCode(text));
    }

    /// Each line makes the variable twice as long.
    @ParameterizedTest
    @ValueSource(strings = {"a=[a,a]\n", "a=a+a\n"})
    void aVariableOfItselfIsTooMuchWork(String line) {
        String why = Harms.ofCode("a='b'\n" + line.repeat(40));
        assertNotNull(why);
        assertTrue(why.contains("more work"), why);
    }
}
