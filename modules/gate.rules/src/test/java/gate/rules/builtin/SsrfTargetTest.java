package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class SsrfTargetTest implements RuleContract {

    private final Rule rule = new SsrfTarget();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "ssrf_target";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                calls(
                        "CVE-2026-27826",
                        "fetch",
                        "{\"headers\":{\"X-Atlassian-Jira-Url\":\"http://169.254.169.254/latest/meta-data/\"}}"),
                calls("one number", "fetch", "{\"url\":\"http://2852039166/\"}"),
                calls("octal", "fetch", "{\"url\":\"http://0251.0376.0251.0376/\"}"),
                calls("hexadecimal", "fetch", "{\"url\":\"http://0xa9fea9fe/\"}"),
                calls("IPv6", "fetch", "{\"url\":\"http://[::ffff:169.254.169.254]/\"}"),
                calls("IPv6, hexadecimal", "fetch", "{\"url\":\"http://[::ffff:a9fe:a9fe]/\"}"),
                calls("NAT64", "fetch", "{\"url\":\"http://[64:ff9b::a9fe:a9fe]/\"}"),
                calls("Amazon's IPv6", "fetch", "{\"url\":\"http://[fd00:ec2:0::254]/\"}"),
                calls(
                        "behind a name",
                        "fetch",
                        "{\"url\":\"https://a.example@169.254.169.254:80/x\"}"),
                calls(
                        "Google",
                        "fetch",
                        "{\"url\":\"http://Metadata.Google.Internal./computeMetadata/v1/\"}"),
                calls(
                        "wide digits",
                        "fetch",
                        "{\"url\":\"http://\uff11\uff16\uff19.254.169.254/\"}"),
                calls(
                        "a service of names",
                        "fetch",
                        "{\"url\":\"http://169.254.169.254.nip.io/\"}"),
                calls("a bare host", "ping", "{\"host\":\"169.254.169.254\"}"),
                calls("this machine in disguise", "fetch", "{\"url\":\"http://0x7f000001:6379/\"}"),
                calls(
                        "another protocol",
                        "fetch",
                        "{\"url\":\"gopher://127.0.0.1:6379/_FLUSHALL\"}"),
                calls("a file", "fetch", "{\"url\":\"file:///etc/passwd\"}"),
                Conversation.of(
                        "CVE-2025-6514",
                        Traffic.plain()
                                .answer(
                                        "x/y",
                                        "{}",
                                        "{\"authorization_endpoint\":\"a:$(cmd.exe /c"
                                                + " whoami)?response_type=code\"}")),
                Conversation.of(
                        "the same in a text",
                        Traffic.plain()
                                .returned(
                                        "{\\\"issuer\\\":\\\"https://a.example\\\",\\n"
                                                + " \\\"token_endpoint\\\" :\\\"b:`id`\\\"}")),
                Conversation.of(
                        "the same by a file",
                        Traffic.plain()
                                .answer(
                                        "x/y",
                                        "{}",
                                        "{\"authorization_endpoint\":\"file:/c:/windows/system32/calc.exe\"}")));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                calls("a server of one's own", "fetch", "{\"url\":\"http://localhost:3000/a\"}"),
                calls(
                        "the same",
                        "fetch",
                        "{\"url\":\"http://127.0.0.1:8080/\",\"x\":\"http://127.1/\"}"),
                calls("a private network", "fetch", "{\"url\":\"http://192.168.1.1/\"}"),
                calls("IPv6 of one's own", "fetch", "{\"url\":\"http://[::1]:3000/\"}"),
                calls(
                        "a page of one's own",
                        "navigate",
                        "{\"url\":\"file:///home/u/site/index.html\"}"),
                calls("a text about it", "create_issue", "{\"body\":\"http://169.254.169.254/\"}"),
                calls("a command", "bash", "{\"command\":\"curl http://169.254.169.254/latest/\"}"),
                calls(
                        "a site whose name begins so",
                        "fetch",
                        "{\"url\":\"https://metadata.example/\"}"),
                calls("a version", "get", "{\"version\":\"1.2.3\",\"host\":\"db-1\"}"),
                Conversation.of(
                        "a login in a text",
                        Traffic.plain()
                                .returned(
                                        "{\\\"token_endpoint\\\":\\\"https://a.example/t\\\","
                                                + "\\\"mtls_endpoint\\\":\\\"${HOST}/x\\\"}")),
                Conversation.of(
                        "code that reads it",
                        Traffic.plain().returned("c[\\\"token_endpoint\\\"] = `${host}/t`")),
                Conversation.of(
                        "a login",
                        Traffic.plain()
                                .answer(
                                        "x/y",
                                        "{}",
                                        "{\"authorization_endpoint\":\"https://a.example/authorize\","
                                            + "\"redirect_uri\":\"com.example.app:/callback\"}")));
    }

    private static Conversation calls(String source, String tool, String arguments) {
        return Conversation.of(source, Traffic.plain().call(tool, arguments));
    }
}
