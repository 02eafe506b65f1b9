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
            " {all any every each single last one the these those this that of your my our its"
                    + " about and or to everything anything literally absolutely completely} ";
    private static final String BEFORE =
            "previous|previously|prior|preceding|earlier|above|foregoing|former|past";
    private static final String MORE =
            " {previous previously prior subsequent following preceding earlier above existing"
                + " original given user system safety security developer initial and or your the"
                + " set of default other hidden stated chat ai model} ";
    private static final String ORDERS =
            "instruction|instructions|prompt|prompts|directions|direction|directive|directives|"
                + "guideline|guidelines|guidance|orders|rules|commands|programming|context|training";
    private static final String OWN_ORDERS =
            "instruction|instructions|prompt|prompts|guidelines|directives|programming|rules";
    private static final String SHOW =
            "reveal|expose|disclose|leak|divulge|show|print|output|repeat|display|give|tell|send|"
                    + "share|recite|dump|return|write";

    private static final String TELL_USER =
            " tell|mention|inform|reveal|alert|notify {this that it anything these any of step"
                    + " steps action actions instruction instructions to about the your} user";
    private static final String SAY =
            "print|say|output|tell|respond|reply|answer|write|repeat|translate|return|display";
    private static final String JUST = " {and but then just instead only simply now please} ";

    /// The phrases, made from their words; [PhraseTable] has the same faster.
    static Phrases compile() {
        return Phrases.of(
                IGNORE + ANY + BEFORE + MORE + ORDERS,
                UNDO + ANY + BEFORE + MORE + "instruction|instructions|prompt|prompts|orders",
                IGNORE + " {all any every of the} your" + MORE + OWN_ORDERS,
                IGNORE + " all|any|every {of the your my other} instructions|instruction",
                IGNORE
                        + " {all any of the your} instructions|prompts you {have were are been}"
                        + " given|received|told",
                IGNORE
                        + " {about} everything {that you your were have been i we ve said told"
                        + " talked discussed wrote about to me so}"
                        + " before|beforehand|above|far",
                IGNORE + " {all any the of} instructions|instruction and" + JUST + SAY,
                IGNORE
                        + " {all of the everything text instructions} above {text instructions}"
                        + " and|but"
                        + JUST
                        + SAY,
                IGNORE
                        + " {all any of the these} user|users {s actual original initial real"
                        + " current} instructions|instruction|request|requests|prompt",
                "do|must|should not follow|obey {the} user|users {s actual original initial}"
                        + " instructions|instruction|request",
                IGNORE
                        + "|override|overriding all|your {of your the previous prior content"
                        + " safety security ethical} content|safety|security|ethical|ethics"
                        + " {content safety security}"
                        + " guidelines|guideline|policies|policy|rules"
                        + "|guardrails|safeguards|restrictions|filters|measures|protocols",
                "your {previous old original} instructions have been"
                        + " updated|changed|replaced|overridden|revoked|superseded",
                "your new instructions are",
                "change|drop|erase {all of} your {previous original current own}"
                        + " instructions|instruction|prompt",
                "tell|show|say|know|reveal {me us} what {were are is was} your {own}"
                        + " system|initial|original|hidden|secret|internal|first {system}"
                        + " instructions|instruction|prompt|prompts",
                "before you {can could continue with} solve|complete|continue|finish|answer|do"
                        + " {with the my your this current original} task|request|question"
                        + " {that which} i|we {have} gave|asked|assigned|requested|given",
                "enter|enable|activate|unlock|engage {to the into} dan|jailbroken|unrestricted"
                        + "|uncensored|unfiltered mode",
                "you are {now} no longer bound",
                // The same in other languages.
                "ignoriere|ignorieren|vergiss {sie alle die deine} vorherigen|bisherigen|obigen"
                        + "|vorigen {system} anweisungen|anweisung|instruktionen|befehle",
                "ignora|ignorar|ignore|olvida {todas las tus} instrucciones {de las}"
                        + " anteriores|previas",
                "ignore|ignorez|ignorer|oublie|oubliez {toutes les tes vos} instructions {du}"
                        + " precedentes|anterieures",
                "ignore|ignora|esqueca {todas as suas} instrucoes anteriores|previas",
                "ignora|ignorare|dimentica {tutte le tue} istruzioni precedenti",
                "negeer {alle de je} vorige|eerdere|voorgaande instructies",
                UNDO + " {all any every of the} your" + MORE + OWN_ORDERS,
                IGNORE
                        + " {all any of the these those your my}"
                        + " instructions|instruction|prompt|directions {given stated written"
                        + " provided you were} above|before",
                IGNORE
                        + " {all of} what {ever we i you were have been ve}"
                        + " told|said|asked|wrote {you to so}"
                        + " before|above|earlier|previously|far",
                IGNORE
                        + " {all any the your its} system {level} instructions|instruction"
                        + "|prompt|prompts",
                "override|overriding {all any the your its} system {level} instructions",
                "pay no attention|heed to" + ANY + BEFORE + MORE + ORDERS,
                "not|stop|never follow|obey|heed|following|obeying|heeding"
                        + ANY
                        + BEFORE
                        + MORE
                        + "instruction|instructions|orders|directives|prompt",
                "reveal|expose|disclose|leak|divulge {me us all of the to} your {own full"
                        + " entire complete exact original initial hidden secret internal system"
                        + " current} instructions|instruction|prompt|prompts",
                SHOW
                        + " {me us out all of the back verbatim} your {own full entire complete"
                        + " exact original} system|initial|hidden|secret|original|internal"
                        + " {system} prompt|prompts|instructions|message",
                "reveal|expose|disclose|leak|divulge|dump {me us the your full entire whole"
                        + " hidden exact} system prompt|prompts",
                "repeat|recite|dump|output {me us back all of the} your {own full entire"
                        + " complete exact original current} instructions|prompt",
                "tell me {all of about} your {own full entire complete exact original current}"
                        + " instructions|prompt",
                "jailbreak|jailbreaks|jailbreaking",
                "you are|re now|henceforth {in a an the operating running acting as entering}"
                        + " dan|unrestricted|uncensored|unfiltered|jailbroken|stan",
                "you are|re now|henceforth {in a an the operating running acting as entering}"
                        + " developer|debug|god|admin|maintenance|root mode",
                "from now on you {are will act behave be as like a an} dan|unrestricted"
                        + "|uncensored|unfiltered|jailbroken",
                "act|behave|respond|pretend {as like to be a an} unrestricted|uncensored"
                        + "|unfiltered|jailbroken ai|assistant|model|chatbot|llm|agent",
                "do anything now",
                "must|should|to strictly adhere to the following instruction|instructions",
                "do|must|should|shall|don not|t {ever}" + TELL_USER,
                "never|dont" + TELL_USER,
                "no need to" + TELL_USER,
                "without telling|informing|notifying|alerting {the your} user");
    }

    private PhraseList() {}
}
