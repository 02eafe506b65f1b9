package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Commands for clouds, clusters, and hosted services: each is a noun and a verb, and the verb
/// tells.
final class OpsCommands {

    private static final String REMOTE = "deletes something of a cloud, cluster or service";
    private static final int MAX_WORDS = 7;

    private OpsCommands() {}

    /// Why a command is destructive, or null.
    static @Nullable String judge(List<String> argv, String name) {
        if (name.startsWith("kafka-")) {
            return kafka(argv, name);
        }
        switch (name) {
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
            case "systemctl", "service", "launchctl" -> {
                return null;
            }
            case "az", "azmcp" -> {
                return isSafe(argv) ? null : verbs(argv, "");
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
            case "aws", "gcloud", "doctl", "linode-cli", "hcloud", "vultr-cli", "oci", "scw" ->
                    "rm rb";
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
            case "gitlab-runner", "gitlab-rake", "gitlab-ctl", "act_runner" -> "unregister";
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
            case "aptly", "cloudctl", "rancher", "rke", "talosctl", "cilium", "juju", "maas" ->
                    "reset rm";
            case "lxc", "incus", "multipass", "vagrant", "virsh", "vboxmanage", "prlctl", "govc" ->
                    "unregister";
            case "qm", "pct", "pvesh", "xe", "esxcli", "vim-cmd", "tsh", "tctl", "teleport" -> "rm";
            case "npm", "yarn", "pnpm" -> UNPUBLISH;
            default -> null;
        };
    }

    /// Package managers remove packages all day; only what is published is not to be undone.
    private static final String UNPUBLISH = "unpublish";

    private static boolean isSafe(List<String> argv) {
        for (String word : argv) {
            if (word.startsWith("--dry-run") || word.equals("--dryrun") || word.equals("--help")) {
                return !word.equals("--dry-run=none") && !word.equals("--dry-run=false");
            }
        }
        return argv.size() > 1 && (argv.get(1).equals("help") || argv.get(1).equals("-h"));
    }

    private static @Nullable String verbs(List<String> argv, String more) {
        boolean isShared = !more.equals(UNPUBLISH);
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
                if ((isShared && isVerb(lower)) || Wrappers.isAmong(more, lower)) {
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
        if (isDeletion) {
            boolean isJoined = end < word.length() && "-_:".indexOf(word.charAt(end)) >= 0;
            return end == word.length() || isJoined;
        }
        int last = Math.max(word.lastIndexOf(':'), word.lastIndexOf('-'));
        if (last <= 0) {
            return false;
        }
        return switch (word.substring(last + 1)) {
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
        int verb = Wrappers.skip(argv, 1, "-H --host -c --context --config -l --log-level");
        String first = verb < argv.size() ? argv.get(verb) : "";
        String second = verb + 1 < argv.size() ? argv.get(verb + 1) : "";
        boolean isForced = Commands.hasOption(argv, 'f', "--force");
        return switch (first) {
            case "system", "volume", "container" ->
                    second.equals("prune") || (second.equals("rm") && !first.equals("system"))
                            ? "deletes containers or volumes with what is in them"
                            : null;
            case "image" ->
                    second.equals("prune") && Commands.hasOption(argv, 'a', "--all")
                            ? "deletes every image that is not in use"
                            : null;
            case "rm" ->
                    isForced || Commands.hasOption(argv, 'v', "--volumes") || hasUnknown(argv)
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

    private static boolean hasUnknown(List<String> argv) {
        for (String word : argv) {
            if (word.startsWith("$(")) {
                return true;
            }
        }
        return false;
    }

    /// `docker compose rm -v`. `down -v` passes: it is how a development setup is reset.
    static @Nullable String compose(List<String> argv, int verb) {
        String word = verb < argv.size() ? argv.get(verb) : "";
        if (word.equals("down") || word.equals("rm")) {
            boolean isLost = word.equals("rm") && Commands.hasOption(argv, 'v', "-v");
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
                return "destroys infrastructure, or forgets that it exists";
            }
        }
        return null;
    }
}
