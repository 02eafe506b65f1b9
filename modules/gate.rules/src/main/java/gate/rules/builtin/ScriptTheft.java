package gate.rules.builtin;

import java.util.List;

/// Code of a programming language or of PowerShell that reads what is private and sends or prints
/// it, or hands a shell to another machine.
///
/// Nothing is followed here: it is enough that the file is named and the calls are there.
final class ScriptTheft {

    private static final List<String> CONNECTIONS =
            List.of(
                    "socket.connect",
                    "s.connect(",
                    ".connect((",
                    "tcpsocket",
                    "fsockopen",
                    "io::socket",
                    "sockaddr_in",
                    "net.socket",
                    "net.connect(",
                    "createconnection(",
                    "/inet/tcp/",
                    "tcpclient",
                    "require(\"net\")",
                    "require('net')",
                    "socket.tcp(",
                    "stream_socket_client");

    private static final List<String> SHELLS =
            List.of(
                    "dup2(",
                    "pty.spawn",
                    "/bin/sh",
                    "/bin/bash",
                    "sh -i",
                    "cmd.exe",
                    "\"sh\"",
                    "'sh'",
                    "'bash'",
                    "\"bash\"",
                    "iex ",
                    "iex(",
                    "invoke-expression",
                    "open(stdin",
                    "|&",
                    "shell_exec",
                    "io.popen",
                    "sh <&",
                    "/bin/zsh");

    private static final List<String> REQUESTS =
            List.of(
                    "requests.post(",
                    "requests.put(",
                    "requests.get(",
                    "requests.request(",
                    "urlopen(",
                    "urllib.request",
                    "http.client",
                    "httpx.",
                    "aiohttp",
                    "fetch(",
                    "axios",
                    "').request(",
                    "\").request(",
                    "http.request(",
                    "https.request(",
                    "require(\"http",
                    "require('http",
                    "node:http",
                    "http.get(",
                    "https.get(",
                    "xmlhttprequest",
                    "smtplib",
                    "ftplib",
                    "net::http",
                    "lwp::",
                    "curl_exec",
                    "http::tiny",
                    "webclient",
                    "uploadfile",
                    "uploadstring",
                    "invoke-webrequest",
                    "invoke-restmethod",
                    "iwr ",
                    "irm ",
                    "send-mailmessage",
                    "bitstransfer",
                    "restclient",
                    "file_get_contents(\"http",
                    "file_get_contents('http",
                    "faraday",
                    "nodemailer",
                    "websocket",
                    "curl ",
                    "sendall(",
                    "resolve-dnsname");

    private static final List<String> READS =
            List.of(
                    "open(",
                    "readfile",
                    "read_text(",
                    "read_bytes(",
                    "file.read",
                    "io.read",
                    "file_get_contents(",
                    "slurp",
                    "get-content",
                    "gc ",
                    "readalltext",
                    "readallbytes",
                    "cat ",
                    "type ",
                    "createreadstream(",
                    "uploadfile",
                    "-infile",
                    "certutil",
                    "<");

    private static final List<String> PRINTS =
            List.of(
                    "print",
                    "console.log",
                    "puts ",
                    "echo",
                    "say ",
                    "stdout",
                    "get-content",
                    "type ",
                    "cat ",
                    "readalltext");

    private static final List<String> ENVIRONMENTS =
            List.of(
                    "dict(os.environ)",
                    "str(os.environ)",
                    "os.environ.items()",
                    "**os.environ}",
                    "json.dumps(os.environ",
                    "stringify(process.env)",
                    "env.to_h",
                    "env.to_a",
                    "http_build_query($_env",
                    "getenv())",
                    "get-childitem env:",
                    "gci env:",
                    "dir env:");

    private static final List<String> FETCHED =
            List.of(
                    "urlopen(",
                    "requests.get(",
                    "file_get_contents(\"http",
                    "open-uri",
                    "lwp::simple");

    private static final List<String> BROWSERS = List.of("Chrome", "Edge");

    /// Names with a blank, of which PowerShell may quote a part, so that they are no paths.
    private static final List<String> PROFILES = List.of("Login Data", "User Data", "APPDATA");

    private static final List<String> KEYS = List.of("*.kdbx", "*.ppk", "wallet.dat");

    private ScriptTheft() {}

    /// Whether what is fetched comes without encryption, or from a machine that has no name.
    private static boolean isUnnamed(String lower) {
        int secure = lower.indexOf("https://");
        return lower.contains("http://")
                || (secure >= 0 && PrivateSources.isPublicNumber(lower, secure + 8));
    }

    /// Keeps what code would give away.
    ///
    /// @param lower the same in small letters
    static void judge(Harm harm, String code, String lower) {
        if (harm.theft() != null) {
            return;
        }
        boolean isFetched =
                has(lower, FETCHED) && (lower.contains("exec(") || lower.contains("eval("));
        boolean isInvoked =
                lower.contains("downloadstring(")
                        && (lower.contains("iex") || lower.contains("invoke-expression"));
        if (isFetched || (isInvoked && isUnnamed(lower))) {
            harm.taken("runs what another machine sends");
        }
        if (lower.contains("enablelua") || lower.contains("disableantispyware")) {
            harm.taken("switches off the protection of a system");
        }
        if (has(lower, CONNECTIONS) && has(lower, SHELLS) && !isLocal(lower)) {
            harm.taken("gives a shell to another machine");
            return;
        }
        int files = files(harm, code);
        boolean isRead = files != 0 && has(lower, READS);
        if (lower.contains("get-clipboard")
                && (lower.contains("post") || lower.contains("-body"))) {
            files |= PrivateData.PRIVATE;
            isRead = true;
        }
        if (has(lower, ENVIRONMENTS)) {
            files |= PrivateData.PRIVATE;
            isRead = true;
        }
        if (!isRead) {
            return;
        }
        boolean isKey = (files & PrivateData.KEY) != 0;
        if (!isLocal(lower) && (has(lower, REQUESTS) || has(lower, CONNECTIONS))) {
            harm.taken(
                    isKey
                            ? "sends a file of keys or tokens to another machine"
                            : "sends private data to another machine");
        } else if (isKey && has(lower, PRINTS)) {
            harm.taken("prints a file of keys or tokens");
        }
    }

    static boolean has(String code, List<String> calls) {
        for (String call : calls) {
            if (code.contains(call)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocal(String code) {
        return code.contains("localhost") || code.contains("127.0.0.1");
    }

    /// The marks of the files that the code names.
    private static int files(Harm harm, String code) {
        int marks = 0;
        for (String path : ScriptPaths.of(harm, code)) {
            marks |= PrivateFiles.of(path.startsWith("/.") ? "~".concat(path) : path);
        }
        boolean isOfBrowser = has(code, BROWSERS) && has(code, PROFILES);
        return isOfBrowser || has(code, KEYS) ? marks | PrivateData.KEY : marks;
    }
}
