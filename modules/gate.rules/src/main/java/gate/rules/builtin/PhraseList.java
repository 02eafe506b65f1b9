package gate.rules.builtin;

/// The curated list: orders that no honest text gives to the agent that reads it.
///
/// Every line is a family with its source in `docs/rules/injection_phrase_detected.md`. What is in
/// braces may stand between.
final class PhraseList {

    private static final String IGNORE = "ignore|ignoring|disregard|disregarding|forget";
    private static final String UNDO =
            "override|overriding|bypass|discard|overrule|abandon|dismiss";
    private static final String ANY =
            " {all any every each the these those this that of your my our its about and or to"
                    + " everything anything} ";
    private static final String BEFORE =
            "previous|previously|prior|preceding|earlier|above|foregoing|former|past";
    private static final String MORE =
            " {previous previously prior preceding earlier above existing original given user"
                + " system safety security developer initial and or your the set of default other"
                + " hidden stated chat ai model} ";
    private static final String ORDERS =
            "instruction|instructions|prompt|prompts|directions|direction|directive|directives|"
                    + "guideline|guidelines|orders|rules|commands|programming|context|training";
    private static final String OWN_ORDERS =
            "instruction|instructions|prompt|prompts|guidelines|directives|programming|rules";
    private static final String SHOW =
            "reveal|expose|disclose|leak|divulge|show|print|output|repeat|display|give|tell|send|"
                    + "share|recite|dump|return|write";

    private static final String TELL_USER =
            " tell|mention|inform|reveal|alert|notify {this that it anything to about the your}"
                    + " user";

    static final Phrases PHRASES =
            Phrases.of(
                    IGNORE + ANY + BEFORE + MORE + ORDERS,
                    UNDO + ANY + BEFORE + MORE + "instruction|instructions|prompt|prompts|orders",
                    IGNORE + " {all any every of the} your" + MORE + OWN_ORDERS,
                    IGNORE + " all|any|every {of the your my other} instructions|instruction",
                    IGNORE
                            + " {all any of the your} instructions|prompts you {have were are been}"
                            + " given|received|told",
                    IGNORE
                            + " everything {that you your were have been i we said told}"
                            + " before|above",
                    UNDO + " {all any every of the} your" + MORE + OWN_ORDERS,
                    "reveal|expose|disclose|leak|divulge {me us all of the to} your {own full"
                        + " entire complete exact original initial hidden secret internal system"
                        + " current} instructions|instruction|prompt|prompts",
                    SHOW
                            + " {me us out all of the back verbatim} your {own full entire complete"
                            + " exact original} system|initial|hidden|secret|original|internal"
                            + " {system} prompt|prompts|instructions|message",
                    "jailbreak|jailbreaks|jailbreaking",
                    "you are now|henceforth {in a an the operating running acting as entering}"
                            + " dan|unrestricted|uncensored|unfiltered|jailbroken|stan",
                    "you are now|henceforth {in a an the operating running acting as entering}"
                            + " developer|debug|god|admin|maintenance|root mode",
                    "do anything now",
                    "must|should|to strictly adhere to the following instruction|instructions",
                    "do|must|should|shall|don not|t {ever}" + TELL_USER,
                    "never|dont" + TELL_USER,
                    "without telling|informing|notifying|alerting {the your} user");

    private PhraseList() {}
}
