package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsCommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "& ('Xmove-Item'.replace('X','Re')) -Recurse -Force C:\\data",
                "& (('Re','move-Item') -Join '') -Recurse -Force C:\\data",
                "[scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('UmVtb3ZlLUl0ZW0gLVJlY3Vyc2UgLUZvcmNlIEQ6XCoK'))).Invoke()",
                "iex (-join([char[]](114,105,32,45,114,32,45,102,111,32,126,92,42)))",
                "$p=@{Path='C:\\data';Recurse=$true;Force=$true}; $c='Remove'+'-Item'; & $c @p",
                "iex (\"{2}{0}{1} -r -fo C:\\data\" -f 'ove-','Item','Rem')",
                "& (('R','e','move','-It','em') -join '') -Recurse -Force C:\\data",
                "iex ('XXmove-ItYm -Recurse -Force C:\\data'.Replace('XX','Re').Replace('Y','e'))",
                "& (gcm Cl?ar-Di?k) -Number 0 -RemoveData",
                "%PUBLIC:~6,1%%windir:~6,1% /s /q C:\\data",
                "cmd /v:on /c \"set a=rd&set b= /s /q C:\\Users&!a!!b!\"",
                "set x=rd& set y=/s /q& call %x% %y% \"C:\\Data\"",
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
                "%0|%0",
                "& ([string]::Join('', 'Remo', 've-Item')) -Path C:\\Users -Rec -Fo",
                "& ('{1}{0}' -f 've-Item', 'Remo') D:\\Data -Recurse -Force"
            })
    void aLossOnWindowsIsFound(String text) {
        assertNotNull(Harms.ofCommand(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a,b'.Replace(',',';')",
                "'f(x'.Replace('(',')')",
                "$s='a;b'; $t=('x'.Replace(',','.'))",
                "vssadmin delete shadows /?",
                "('a','b') -join ''",
                "echo %PATH:~0,10%",
                "'a-b'.Replace('-','_')",
                "Get-ChildItem C:\\ -Recurse",
                "Remove-Item -Recurse -Force .\\node_modules",
                "rd /s /q build",
                "del notes.txt",
                "Write-Output \"Remove-Item -Recurse C:\\\"",
                "format-table",
                "reg query HKLM\\Software\\App",
                "& ($tool + '.exe') --version",
                "& (Join-Path $PSScriptRoot 'deploy.ps1') -ResourceGroup rg -Force"
            })
    void harmlessWindowsCommandsPass(String text) {
        assertNull(Harms.ofCommand(text));
    }
}
