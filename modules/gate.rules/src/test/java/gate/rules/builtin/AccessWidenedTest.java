package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class AccessWidenedTest implements RuleContract {

    @Override
    public Rule rule() {
        return new AccessWidened();
    }

    @Override
    public String id() {
        return "access_widened";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                call(
                        "Google Drive API v3, permissions.create: type anyone",
                        "shareFile",
                        "{\"fileId\":\"1w\",\"type\":\"anyone\",\"role\":\"reader\"}"),
                call(
                        "a level above",
                        "update_file",
                        "{\"sharing\":{\"access\":\"Anyone with link\"}}"),
                call("a bucket", "set_bucket_acl", "{\"acl\":\"public-read\"}"),
                call("a repository", "update_repository", "{\"visibility\":\"public\"}"),
                call(
                        "a role",
                        "add_team_member",
                        "{\"email\":\"x@example.net\",\"role\":\"Owner\"}"),
                call("Telegram: channels.editAdmin", "promote_admin", "{\"user_id\":6}"),
                call("GitHub: transfer of ownership", "transferOwnership", "{\"to\":\"x\"}"),
                call(
                        "Kubernetes, RBAC: a binding to cluster-admin",
                        "resources_create_or_update",
                        "{\"resource\":\"kind: ClusterRoleBinding\\nroleRef:\\n"
                                + "  name: cluster-admin\"}"),
                call(
                        "the same as an object",
                        "kubectl_apply",
                        "{\"manifest\":{\"kind\":\"RoleBinding\",\"roleRef\":{\"name\":\"cluster-admin\"}}}"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                call(
                        "shared with one colleague",
                        "shareFile",
                        "{\"type\":\"user\",\"role\":\"writer\",\"email\":\"a@example.com\"}"),
                call("a question", "list_permissions", "{\"type\":\"anyone\"}"),
                call("a new page", "create_page", "{\"visibility\":\"public\",\"title\":\"x\"}"),
                call("an issue", "create_issue", "{\"type\":\"public\",\"body\":\"anyone\"}"),
                call("a note for one", "add_admin_note", "{\"text\":\"x\"}"),
                call("a tool for administrators", "admin_add_note", "{\"text\":\"x\"}"),
                call("a plain member", "add_team_member", "{\"role\":\"member\"}"),
                call("a role in a text", "send_message", "{\"role\":\"admin\",\"text\":\"owner\"}"),
                call(
                        "a manifest that is kept in a file",
                        "write_file",
                        "{\"path\":\"rbac.yaml\",\"content\":\"kind:"
                                + " ClusterRoleBinding\\nroleRef:\\n"
                                + "  name: cluster-admin\"}"),
                call(
                        "a binding to a role of a few rights",
                        "kubectl_apply",
                        "{\"manifest\":\"kind: RoleBinding\\nroleRef:\\n"
                                + "  name: pod-reader\\nsubjects: []\"}"));
    }

    private static Conversation call(String source, String tool, String arguments) {
        return Conversation.of(source, Traffic.plain().call(tool, arguments));
    }
}
