package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Commands for clouds, clusters, and hosted services: each is a noun and a verb, and the verb
/// tells.
final class OpsCommands {

    private static final String REMOTE = "deletes something of a cloud, cluster or service";
    private static final String INFRASTRUCTURE =
            "destroys infrastructure, or forgets that it exists";
    private static final int MAX_WORDS = 7;

    private OpsCommands() {}

    /// Why a command is destructive, or null.
    static @Nullable String judge(List<String> argv, String name) {
        String why = known(argv, name);
        if (why == null) {
            why = unknown(argv, name);
        }
        if (why == null) {
            why = unprotected(argv, name);
        }
        boolean isRemote = REMOTE.equals(why) || INFRASTRUCTURE.equals(why);
        return isRemote && isThrownAway(argv, name) ? null : why;
    }

    /// Whether what is deleted is named as made to be thrown away, and nothing as in production.
    private static boolean isThrownAway(List<String> argv, String name) {
        boolean isThrownAway = name.equals("awslocal") || Argv.hasPart(argv, "://localhost");
        boolean isOperand = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isOther = isOperand && isName(word) && !FileTargets.isThrowAway(word);
            if (word.contains("prod") || word.equals("--all") || isOther) {
                return false;
            }
            boolean isVerb = isDeletion(word) || word.equals("uninstall") || word.equals("rm");
            isOperand = isVerb || (isOperand && !word.startsWith("-"));
            boolean isSource = word.endsWith("/") && FileTargets.tree(word) == null;
            boolean isSite = name.equals("aws") && argv.contains("sync") && isSource;
            boolean isName = !word.startsWith("--") && !word.startsWith("/");
            isThrownAway |= isSite || (isName && FileTargets.isThrowAway(word));
        }
        return isThrownAway;
    }

    /// Whether an operand is what somebody called a thing, and no kind of things: `db-1`,
    /// `pod/web`.
    private static boolean isName(String word) {
        boolean hasMark = false;
        for (int i = 0; i < word.length() && "-/".indexOf(word.charAt(0)) < 0; i++) {
            char c = word.charAt(i);
            hasMark |= c == '-' || c == '_' || c == '/' || (c >= '0' && c <= '9');
        }
        return hasMark;
    }

    /// Settings that keep data, or that keep a service up, are switched off.
    private static @Nullable String unprotected(List<String> argv, String name) {
        boolean isCloud = name.equals("aws") || name.equals("gcloud") || name.equals("az");
        if (!isCloud && !name.startsWith("kafka-")) {
            return name.endsWith("-uninstall.sh") ? REMOTE : null;
        }
        boolean isNew =
                argv.size() > 2
                        && argv.get(2).startsWith("create-")
                        && !argv.get(1).startsWith("-");
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
            boolean isOff =
                    switch (word) {
                        case "--no-deletion-protection", "--no-termination-protection" -> !isNew;
                        case "--backup-retention-period", "--desired-count", "--max-size" ->
                                next.equals("0");
                        case "--new-capacity",
                                "--desired-capacity",
                                "--reserved-concurrent-executions" ->
                                next.equals("0");
                        case "put-bucket-lifecycle-configuration" ->
                                Argv.hasPart(argv, "Expiration");
                        case "put-bucket-versioning" -> Argv.hasPart(argv, "Suspended");
                        default ->
                                word.endsWith("PointInTimeRecoveryEnabled=false")
                                        || isShortRetention(word);
                    };
            if (isOff) {
                return "switches off what keeps data, or a whole service";
            }
        }
        return null;
    }

    /// `retention.ms=1`: all that is older is deleted.
    private static boolean isShortRetention(String word) {
        int at = word.indexOf("retention.ms=");
        return at >= 0 && word.length() - at - 13 < 6 && word.charAt(word.length() - 1) != '-';
    }

    /// A command that nobody here knows, with a verb of deletion and a word that forbids questions.
    private static @Nullable String unknown(List<String> argv, String name) {
        boolean isSentence = argv.size() > 1 && argv.get(1).equals("to");
        if (argv.size() < 3 || isSentence || isLocalTool(name) || isSafe(argv)) {
            return null;
        }
        boolean isVerb = false;
        boolean isForced = false;
        int words = 0;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            switch (word) {
                case "--force", "-f", "--yes", "-y", "--confirm", "--no-confirm", "--all" ->
                        isForced = true;
                case "--assume-yes", "--auto-approve", "--no-input", "--quiet", "--cascade" ->
                        isForced = true;
                default -> {
                    words += word.startsWith("-") ? 0 : 1;
                    isVerb |= words > 0 && words <= 4 && isDeletion(word);
                }
            }
        }
        return isVerb && isForced ? REMOTE : null;
    }

    private static boolean isDeletion(String word) {
        return switch (word) {
            case "delete", "destroy", "purge", "terminate", "drop", "wipe", "nuke", "erase" -> true;
            case "deprovision", "teardown", "obliterate", "unpublish", "yank" -> true;
            default -> false;
        };
    }

    /// What removes programs and caches of this machine, which can be installed again.
    private static boolean isLocalTool(String name) {
        return switch (name) {
            case "apt", "apt-get", "aptitude", "dpkg", "dnf", "yum", "rpm", "pacman", "brew" ->
                    true;
            case "npm", "yarn", "pnpm", "pip", "pip3", "uv", "poetry", "conda", "snap", "gem" ->
                    true;
            case "flatpak", "zypper", "apk", "port", "choco", "winget", "scoop", "asdf", "nvm" ->
                    true;
            case "echo", "printf", "grep", "rg", "sed", "awk", "jq", "git", "task", "make" -> true;
            case "docker", "podman", "gh", "glab", "find", "fd", "tar", "rm", "ccache", "pm2" ->
                    true;
            default -> false;
        };
    }

    private static @Nullable String known(List<String> argv, String name) {
        if (name.startsWith("kafka-")) {
            return kafka(argv, name);
        }
        switch (name) {
            case "gh" -> {
                for (String word : argv) {
                    if (word.contains("mutation") && GraphQl.judge(word) != null) {
                        return GraphQl.judge(word);
                    }
                }
                if (Argv.hasPart(argv, "git/refs") && Argv.hasPart(argv, "force=true")) {
                    return "overwrites or deletes history on the remote";
                }
                boolean isCache = argv.size() > 1 && argv.get(1).equals("cache");
                boolean isRun =
                        argv.size() == 4
                                && argv.get(1).equals("run")
                                && Words.isNumber(argv.get(3));
                return isCache || isRun || isSafe(argv) ? null : verbs(argv, verbsOf(name));
            }
            case "curl", "wget", "http", "https", "xh", "httpie", "hurl", "invoke-restmethod" -> {
                return WebRequest.judge(argv, name);
            }
            case "docker", "podman", "nerdctl" -> {
                return docker(argv);
            }
            case "docker-compose", "podman-compose" -> {
                return compose(argv, 1);
            }
            case "terraform", "tofu", "terragrunt", "terraspace" -> {
                return terraform(argv);
            }
            case "systemctl" -> {
                return units(argv);
            }
            case "service", "launchctl" -> {
                return null;
            }
            case "kubectl", "oc" -> {
                return cluster(argv, name);
            }
            case "npm" -> {
                return registry(argv);
            }
            case "heroku" -> {
                boolean isStopped = argv.contains("ps:scale") && Argv.hasPart(argv, "=0");
                return isStopped ? "stops a whole service" : verbs(argv, verbsOf(name));
            }
            case "restic", "kopia", "borg" -> {
                boolean isKept = isKept(argv, name.equals("borg") ? "prune" : "forget");
                boolean isLost =
                        argv.contains("forget") || argv.contains("prune") || argv.contains("key");
                boolean isRestic = name.equals("restic");
                boolean isTag = isRestic && argv.contains("tag") && !isLost; // `--remove`, a label
                return isKept || isTag || isSafe(argv) ? null : verbs(argv, verbsOf(name));
            }
            case "brew" -> {
                boolean isAll = argv.contains("uninstall") && hasUnknown(argv) && !isSafe(argv);
                return isAll ? "removes every program" : null;
            }
            case "gem", "nuget", "dotnet" -> {
                boolean isOther = name.equals("dotnet") && !argv.contains("nuget");
                boolean isLost = !isOther && (argv.contains("yank") || argv.contains("delete"));
                return isLost && !isSafe(argv) ? PUBLISHED : null;
            }
            case "az", "azmcp" -> {
                return isSafe(argv) ? null : azure(argv);
            }
            default -> {}
        }
        String verbs = verbsOf(name);
        return verbs == null || isSafe(argv) ? null : verbs(argv, verbs);
    }

    /// What counts as deletion for a command beside the verbs that all share; null for a command
    /// that is not of this kind.
    private static @Nullable String verbsOf(String name) {
        return switch (name) {
            case "aws", "gcloud", "vultr-cli", "oci", "scw" -> "rm rb";
            case "doctl", "linode-cli", "hcloud" -> "rm rb rebuild";
            case "ibmcloud", "exo", "openstack", "civo", "upctl", "aliyun", "yc", "nova", "ovh" ->
                    "rm";
            case "awslocal", "aws2", "eksctl", "kops", "gsutil", "s3cmd", "s5cmd", "b2", "swift" ->
                    "rm rb del";
            case "mc", "azcopy", "rclone", "gcloud-storage" ->
                    "rm rb sync rmdirs rmdir deletefile cleanup dedupe";
            case "kubectl", "oc", "k", "k3s", "microk8s", "kubectl-ns", "kubeadm" -> "drain reset";
            case "helm", "helmfile", "argocd", "flux", "istioctl", "linkerd", "kustomize" ->
                    "uninstall del";
            case "pulumi",
                    "cdk",
                    "cdktf",
                    "sls",
                    "serverless",
                    "sam",
                    "copilot",
                    "amplify",
                    "sst" ->
                    "rm remove";
            case "vault", "bao" -> "disable revoke rekey";
            case "op", "doppler", "infisical", "bw", "bws", "chamber", "pass", "gopass" ->
                    "rm archive forget suspend revoke";
            case "restic", "borg", "kopia", "duplicity", "velero", "borgmatic", "duplicacy" ->
                    "forget prune compact uninstall remove-older-than remove-all-but-n-full";
            case "gh", "glab", "hub", "tea", "bb", "az-devops", "jira", "linear" ->
                    "rm archive revoke";
            case "circleci", "jenkins-cli", "buildkite", "bk", "drone", "tkn", "argo", "fly-ci" ->
                    "rm clear-queue";
            case "gitlab-runner", "gitlab-rake", "gitlab-ctl", "act_runner" -> "unregister cleanse";
            case "heroku", "vercel", "netlify", "fly", "flyctl", "railway", "render", "now" ->
                    "rm down reset";
            case "wrangler",
                    "fastly",
                    "firebase",
                    "supabase",
                    "neonctl",
                    "pscale",
                    "turso",
                    "surge" ->
                    "rm";
            case "apigeecli", "apigee", "deck", "kong", "tyk", "gloo", "consul", "nomad" ->
                    "reset deregister";
            case "algolia", "meilisearch", "elasticsearch-cli", "esrally", "typesense" -> "clear";
            case "flipt", "ldcli", "split", "unleash", "launchdarkly", "growthbook", "flagsmith" ->
                    "archive kill";
            case "rpk", "nats", "rabbitmqadmin", "rabbitmqctl", "pulsar-admin", "mqadmin", "emqx" ->
                    "rm del reset force_reset forget_cluster_node clear_permissions clear_policy";
            case "stripe", "braintree", "paypal", "square", "shopify", "twilio", "sendgrid" ->
                    "cancel void reject";
            case "mailgun", "postmark", "mailchimp", "resend", "ses" -> "";
            case "pd", "dog", "newrelic", "datadog-ci", "sentry-cli", "grafana-cli", "amtool" ->
                    "rm";
            case "influx", "promtool", "logcli", "opsgenie", "okta", "auth0", "keycloak" -> "rm";
            case "zkcli", "zkcli.sh", "kcadm", "kcadm.sh", "ldapdelete", "samba-tool" ->
                    "deleteall";
            case "snapper", "timeshift", "tarsnap", "ceph", "gluster", "rbd", "rados", "crane" ->
                    "";
            case "skopeo", "regctl", "oras", "ibmcloud-cli" -> "";
            case "aptly", "cloudctl", "rancher", "rke", "talosctl", "cilium", "juju", "maas" ->
                    "reset rm";
            case "lxc", "incus", "multipass", "vagrant", "virsh", "vboxmanage", "prlctl", "govc" ->
                    "unregister";
            case "qm", "pct", "pvesh", "xe", "esxcli", "vim-cmd", "tsh", "tctl", "teleport" -> "rm";
            case "yarn", "pnpm" -> UNPUBLISH;
            default -> null;
        };
    }

    /// Package managers remove packages all day; only what is published is not to be undone.
    private static final String UNPUBLISH = "unpublish";

    private static final String PUBLISHED = "takes back what was published, or from whom it is";

    private static @Nullable String registry(List<String> argv) {
        String verb = argv.size() > 1 ? argv.get(1) : "";
        String next = argv.size() > 2 ? argv.get(2) : "";
        boolean isLost =
                switch (verb) {
                    case "unpublish" -> true;
                    case "owner", "access", "org", "team" ->
                            next.equals("rm") || next.equals("remove") || next.equals("revoke");
                    default -> false;
                };
        return isLost && !isSafe(argv) ? PUBLISHED : null;
    }

    /// Services that let people in or that watch must not be switched off.
    private static @Nullable String units(List<String> argv) {
        boolean isOff = argv.contains("stop") || argv.contains("disable") || argv.contains("mask");
        int units = 0;
        for (int i = 1; i < argv.size() && isOff; i++) {
            units += argv.get(i).startsWith("-") ? 0 : 1;
            if (units > 3) {
                return "stops many services at once";
            }
            switch (argv.get(i).replace(".service", "")) {
                case "sshd",
                        "ssh",
                        "auditd",
                        "falco",
                        "osqueryd",
                        "falcon-sensor",
                        "wazuh-agent",
                        "mdatp",
                        "systemd-journald",
                        "networking",
                        "systemd-logind",
                        "networkmanager",
                        "NetworkManager",
                        "dbus",
                        "systemd-networkd" -> {
                    return "switches off what lets people in, or what watches";
                }
                default -> {}
            }
        }
        return null;
    }

    /// A pod or a job by its name is made anew by what it belongs to.
    private static @Nullable String cluster(List<String> argv, String name) {
        if (isSafe(argv) || argv.contains("can-i")) {
            return null;
        }
        int delete = argv.indexOf("delete");
        String kind = delete > 0 && delete + 1 < argv.size() ? argv.get(delete + 1) : "";
        boolean isRenewed =
                switch (kind) {
                    case "pod", "pods", "po", "job", "jobs" -> true;
                    default -> kind.startsWith("pod/") || kind.startsWith("job/");
                };
        boolean isMany =
                argv.contains("--all")
                        || argv.contains("-A")
                        || argv.contains("--all-namespaces")
                        || Argv.hasOption(argv, 'l', "--selector")
                        || argv.contains("--force")
                        || hasUnknown(argv);
        if (isRenewed && !isMany) {
            return null;
        }
        boolean isStopped = argv.contains("--replicas=0") && argv.contains("--all");
        return isStopped ? "stops everything of a namespace" : verbs(argv, verbsOf(name));
    }

    private static boolean isSafe(List<String> argv) {
        for (String word : argv) {
            if (word.startsWith("--dry-run") || word.equals("--dryrun") || word.equals("--help")) {
                return !word.equals("--dry-run=none") && !word.equals("--dry-run=false");
            }
        }
        return argv.size() > 1 && (argv.get(1).equals("help") || argv.get(1).equals("-h"));
    }

    /// Azure's `update --remove tags.a` takes a label off, other properties may be all that a thing
    /// holds; a query and the categories of a log only name verbs.
    private static @Nullable String azure(List<String> argv) {
        List<String> said = new ArrayList<>();
        boolean isOfTags = argv.size() > 1 && argv.get(1).equals("tag");
        for (int i = 0; i < argv.size(); i++) {
            String word = argv.get(i);
            String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
            boolean isNamed =
                    switch (word) {
                        case "--remove" -> next.equals("tags") || next.startsWith("tags.");
                        case "--operation" -> isOfTags;
                        case "--categories", "--query" -> true;
                        default -> false;
                    };
            if (isNamed) {
                i++;
                continue;
            }
            String lower = word.toLowerCase(Locale.ROOT);
            boolean isMethod =
                    lower.startsWith("-m")
                            || lower.startsWith("--m")
                            || lower.startsWith("--http-m");
            if (isMethod && lower.endsWith("delete")) {
                return REMOTE;
            }
            said.add(word);
        }
        return verbs(said, "");
    }

    /// Whether backups of days or weeks are kept when others are deleted.
    private static boolean isKept(List<String> argv, String verb) {
        for (int i = 1; i < argv.size() && argv.contains(verb); i++) {
            String word = argv.get(i);
            String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
            int at = word.indexOf('=');
            String option = at < 0 ? word : word.substring(0, at);
            String value = at < 0 ? next : word.substring(at + 1);
            boolean isPeriod = option.equals("--keep-daily") || option.equals("--keep-weekly");
            if (isPeriod && !value.isEmpty() && !value.equals("0") && !value.equals("1")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String verbs(List<String> argv, @Nullable String more) {
        boolean isShared = !UNPUBLISH.equals(more);
        String others = more == null ? "" : more;
        int words = 0;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.startsWith("-")) {
                if (isDeletingOption(word, i + 1 < argv.size() ? argv.get(i + 1) : "")) {
                    return REMOTE;
                }
                continue;
            }
            words++;
            if (words <= MAX_WORDS) {
                String lower = word.toLowerCase(Locale.ROOT);
                boolean isMethod = lower.startsWith("delete") && !lower.startsWith("deleted");
                isMethod &= argv.get(i - 1).equals("api");
                if (isMethod || (isShared && isVerb(lower)) || Words.isAmong(others, lower)) {
                    return REMOTE;
                }
            }
            if (word.indexOf("DELETE") >= 0 && word.indexOf("Action") >= 0) {
                return REMOTE;
            }
        }
        return null;
    }

    private static boolean isDeletingOption(String option, String next) {
        return switch (option) {
            case "--remove-all-storage", "--force-reset", "--delete-all", "--nuke" -> true;
            case "--delete-backup-data" -> !next.equalsIgnoreCase("false");
            case "--delete-backup-data=true" -> true;
            case "--delete", "--delete-destination", "--remove", "--purge", "-purge" -> true;
            case "--delete-destination=true", "--unsafe-allow-remove-all", "--delete-removed" ->
                    true;
            case "--method", "-X", "--http-method" -> next.equalsIgnoreCase("DELETE");
            default -> option.equals("-XDELETE") || option.equalsIgnoreCase("--method=delete");
        };
    }

    /// Verbs that mean deletion whatever the command: alone, or before a noun.
    private static boolean isVerb(String word) {
        int end = 0;
        while (end < word.length() && word.charAt(end) >= 'a' && word.charAt(end) <= 'z') {
            end++;
        }
        String first = end == word.length() ? word : word.substring(0, end);
        boolean isDeletion =
                switch (first) {
                    case "delete", "destroy", "terminate", "purge", "remove", "nuke", "wipe" ->
                            true;
                    case "deregister", "erase", "drop", "truncate", "obliterate" -> true;
                    default -> false;
                };
        boolean isBulk = word.startsWith("service-") || word.startsWith("bulk-");
        if (isBulk && word.endsWith("-delete")) {
            return true;
        }
        if (isDeletion) {
            boolean isJoined = end < word.length() && "-_:".indexOf(word.charAt(end)) >= 0;
            return end == word.length() || isJoined;
        }
        if (word.endsWith(".destroy")) {
            return true;
        }
        int last = Math.max(word.lastIndexOf(':'), word.lastIndexOf('-'));
        if (last <= 0) {
            return false;
        }
        return switch (word.substring(last + 1)) {
            case "reset" -> word.charAt(last) == ':';
            case "delete", "destroy", "deletion", "purge", "remove" ->
                    word.charAt(last) == ':'
                            || word.startsWith("schedule")
                            || word.startsWith("batch");
            default -> false;
        };
    }

    private static @Nullable String kafka(List<String> argv, String name) {
        if (name.startsWith("kafka-delete")) {
            return REMOTE;
        }
        for (String word : argv) {
            if (word.startsWith("--delete")
                    || word.equals("--remove")
                    || word.equals("--reset-offsets")) {
                return REMOTE;
            }
        }
        return null;
    }

    private static @Nullable String docker(List<String> argv) {
        int verb = Argv.skip(argv, 1, "-H --host -c --context --config -l --log-level");
        String first = verb < argv.size() ? argv.get(verb) : "";
        String second = verb + 1 < argv.size() ? argv.get(verb + 1) : "";
        boolean isForced = Argv.hasOption(argv, 'f', "--force");
        return switch (first) {
            case "system", "volume", "container" ->
                    isRemoval(argv, verb, second, first)
                            ? "deletes containers or volumes with what is in them"
                            : null;
            case "image" ->
                    second.equals("prune") && Argv.hasOption(argv, 'a', "--all") && !isOfOld(argv)
                            ? "deletes every image that is not in use"
                            : null;
            case "rm" ->
                    !isForTests(argv, verb)
                                    && !isMadeHere(argv, verb)
                                    && (isForced
                                            || Argv.hasOption(argv, 'v', "--volumes")
                                            || hasUnknown(argv))
                            ? "deletes containers with what is in them"
                            : null;
            case "rmi" -> isForced ? "deletes images that are in use" : null;
            case "stack", "service", "secret", "config", "node", "context", "network" ->
                    second.equals("rm") && !first.equals("network") && !first.equals("context")
                            ? "deletes a part of a swarm"
                            : null;
            case "swarm" -> second.equals("leave") && isForced ? "leaves a swarm" : null;
            default -> null;
        };
    }

    /// `--filter until=720h`: only what is older than a day.
    private static boolean isOfOld(List<String> argv) {
        for (String word : argv) {
            int at = word.startsWith("--filter=until=") ? 15 : word.startsWith("until=") ? 6 : -1;
            int end = word.length() - 1;
            if (at > 0 && at < end && word.charAt(end) == 'h') {
                boolean isNumber = word.charAt(at) != '0';
                for (int i = at; i < end; i++) {
                    isNumber &= SecretBytes.isDigit(word.charAt(i));
                }
                boolean isDay = end - at > 2 || word.substring(at, end).compareTo("24") >= 0;
                return isNumber && isDay && (end - at > 1);
            }
        }
        return false;
    }

    private static boolean isRemoval(List<String> argv, int verb, String second, String first) {
        if (second.equals("prune") || second.equals("reset")) {
            boolean isStopped = first.equals("container");
            return !isStopped && !isSafe(argv);
        }
        return second.equals("rm")
                && !first.equals("system")
                && !isForTests(argv, verb + 1)
                && !(first.equals("container") && isMadeHere(argv, verb + 1));
    }

    /// Whether all that is removed is named as made for tests.
    private static boolean isForTests(List<String> argv, int verb) {
        return isAll(argv, verb, FileTargets::isThrowAway);
    }

    /// Whether all that is removed are containers that the same line made.
    private static boolean isMadeHere(List<String> argv, int verb) {
        return isAll(argv, verb, Containers.NEW::equals);
    }

    private static boolean isAll(List<String> argv, int verb, Predicate<String> what) {
        boolean isAny = false;
        for (int i = verb + 1; i < argv.size(); i++) {
            if (!argv.get(i).startsWith("-")) {
                isAny = what.test(argv.get(i));
                if (!isAny) {
                    return false;
                }
            }
        }
        return isAny;
    }

    private static boolean hasUnknown(List<String> argv) {
        for (String word : argv) {
            if (word.startsWith("$(")) {
                return true;
            }
        }
        return false;
    }

    /// `docker compose rm -v`. `down -v` passes: it is how a development setup is reset, unless it
    /// says that it is none.
    static @Nullable String compose(List<String> argv, int verb) {
        String word = verb < argv.size() ? argv.get(verb) : "";
        if (word.equals("down") || word.equals("rm")) {
            boolean isLost = word.equals("rm") || Argv.hasPart(argv, "prod");
            isLost &= Argv.hasOption(argv, 'v', "--volumes", "fp");
            return isLost ? "deletes volumes with what is in them" : null;
        }
        return null;
    }

    private static @Nullable String terraform(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String before = argv.get(i - 1);
            boolean isLost =
                    word.equals("destroy")
                            || (argv.contains("apply")
                                    && (word.equals("-destroy") || word.equals("--destroy")))
                            || (before.equals("state") && word.equals("rm"))
                            || (before.equals("workspace") && word.equals("delete"));
            if (isLost) {
                return INFRASTRUCTURE;
            }
        }
        return null;
    }
}
