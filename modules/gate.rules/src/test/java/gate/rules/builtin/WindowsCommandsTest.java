package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsCommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remove-Item -Recurse -Force C:\\Users\\me",
                "remove-item C:\\ -r -fo",
                "ri -Recurse C:\\data",
                "Get-ChildItem C:\\ -Recurse | Remove-Item -Force",
                "R`emove-Item -Recurse C:\\data",
                "r^d /s /q c:\\data",
                "rmdir /s /q d:\\",
                "del /f /s /q C:\\*",
                "cmd /c rd /s /q c:\\data",
                "powershell -Command \"Remove-Item -Recurse C:\\data\"",
                "powershell -enc"
                    + " UgBlAG0AbwB2AGUALQBJAHQAZQBtACAALQBSAGUAYwB1AHIAcwBlACAALQBGAG8AcgBjAGUAIABDADoAXAA=",
                "iex \"Remove-Item -Recurse C:\\data\"",
                "$x = 'Remove-Item'; & $x -Recurse C:\\data",
                "Format-Volume -DriveLetter D",
                "format c: /q",
                "Clear-Disk -Number 0 -RemoveData",
                "cipher /w:C",
                "vssadmin delete shadows /all /quiet",
                "reg delete HKLM\\Software\\App /f",
                "[System.IO.Directory]::Delete('C:\\data', $true)",
                "%0|%0"
            })
    void aLossOnWindowsIsFound(String text) {
        assertNotNull(Harms.ofCommand(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Get-ChildItem C:\\ -Recurse",
                "Remove-Item -Recurse -Force .\\node_modules",
                "rd /s /q build",
                "del notes.txt",
                "Write-Output \"Remove-Item -Recurse C:\\\"",
                "format-table",
                "reg query HKLM\\Software\\App"
            })
    void harmlessWindowsCommandsPass(String text) {
        assertNull(Harms.ofCommand(text));
    }
}
