package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class AmbiguousMessageTest implements RuleContract {

    private final Rule rule = new AmbiguousMessage();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "ambiguous_message";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                Conversation.of(
                        "CVE-2026-27896, below the arguments",
                        Traffic.plain()
                                .call("x", "{\"to\":{\"path\":\"/a\",\"Path\":\"/etc/passwd\"}}")),
                Conversation.of(
                        "the same in an answer",
                        Traffic.plain().answer("tools/list", "{}", "{\"x\":{\"id\":1,\"ID\":2}}")),
                Conversation.of(
                        "a number that peers round differently",
                        Traffic.plain().call("pay", "{\"cents\":" + "9".repeat(65) + "}")));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                Conversation.of(
                        "names that differ in more than case, numbers that some peers round",
                        Traffic.plain()
                                .call(
                                        "x",
                                        "{\"a\":{\"path\":\"/a\",\"paths\":[]},\"b\":{\"Path\":1},"
                                                + "\"n\":12345678901234567890}")));
    }
}
