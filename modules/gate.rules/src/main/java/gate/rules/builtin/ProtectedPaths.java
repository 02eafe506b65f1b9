package gate.rules.builtin;

/// Files that no tool reads or writes by the way: keys and tokens of the user, and what makes
/// programs or agents do something later.
enum ProtectedPaths {
    /// Keys, tokens, passwords: nobody's to read or write.
    CREDENTIAL,
    /// Configuration of agents, shells and systems: nobody's to write.
    CONFIGURATION,
    /// Settings of an editor: only certain settings are nobody's to write.
    SETTINGS,
    NONE;

    /// What a path names.
    static ProtectedPaths of(PathText path) {
        if (path.size() == 0) {
            return NONE;
        }
        if (isCredential(path)) {
            return CREDENTIAL;
        }
        if (isSettings(path.last(1), path.last(0))) {
            return SETTINGS;
        }
        return isConfiguration(path) ? CONFIGURATION : NONE;
    }

    private static boolean isCredential(PathText path) {
        String last = path.last(0);
        String parent = path.last(1);
        return switch (last) {
            case ".ssh", ".aws", ".gnupg", ".password-store", ".kube", ".azure" -> true;
            case ".netrc", "_netrc", ".pgpass", ".git-credentials", ".vault-token", ".pypirc" ->
                    true;
            case ".my.cnf", "login data", "logins.json", "key4.db", "wallet.dat", "ntds.dit" ->
                    true;
            case "cookies.sqlite" -> true;
            case ".npmrc" -> path.isInHome() && path.size() <= 3;
            default ->
                    isKey(parent, last)
                            || isToken(parent, last)
                            || isIn(path, ".gnupg")
                            || isIn(path, ".password-store")
                            || isIn(path, "keychains")
                            || isOfSystem(path);
        };
    }

    private static boolean isKey(String parent, String last) {
        boolean isPrivate = !last.endsWith(".pub");
        if (parent.equals(".ssh")) {
            boolean isPlain =
                    switch (last) {
                        case "known_hosts", "known_hosts.old", "authorized_keys", "config" -> true;
                        case "rc", "environment", "config.d" -> true;
                        default -> false;
                    };
            return isPrivate && !isPlain;
        }
        return parent.equals("ssh") && last.startsWith("ssh_host_") && isPrivate;
    }

    private static boolean isToken(String parent, String last) {
        return switch (parent) {
            case ".aws" -> last.equals("credentials") || last.equals("sso");
            case ".kube" -> last.equals("config");
            case ".docker" -> last.equals("config.json");
            case "gh" -> last.equals("hosts.yml");
            case "gcloud" ->
                    last.contains("credentials")
                            || last.equals("access_tokens.db")
                            || last.equals("credentials.db");
            case ".azure" -> last.contains("token");
            case ".claude" -> last.equals(".credentials.json");
            case ".codex" -> last.equals("auth.json");
            case "default", "network" -> last.equals("cookies"); // of Chrome and its like
            case ".terraform.d" -> last.equals("credentials.tfrc.json");
            case ".cargo", ".gem" -> last.startsWith("credentials");
            default -> false;
        };
    }

    private static boolean isOfSystem(PathText path) {
        String one = path.part(0);
        String two = path.part(1);
        boolean isRooted = path.isAbsolute() || path.levels() > 0;
        if (!isRooted) {
            return false;
        }
        return switch (one) {
            case "etc" ->
                    switch (two) {
                        case "shadow", "gshadow", "sudoers", "shadow-", "ipsec.secrets" -> true;
                        case "wireguard" -> path.last(0).endsWith(".conf");
                        case "ppp" -> path.last(0).endsWith("-secrets");
                        case "kubernetes" -> path.last(0).endsWith(".conf");
                        case "ssl" -> path.part(2).equals("private");
                        default -> false;
                    };
            case "proc" ->
                    switch (path.part(2)) {
                        case "environ", "mem", "maps", "root" -> true;
                        default -> false;
                    };
            case "var", "run" -> path.indexOf("secrets") > 0 && path.indexOf("kubernetes.io") > 0;
            case "windows" -> path.last(1).equals("config") && isHive(path.last(0));
            default -> false;
        };
    }

    private static boolean isHive(String name) {
        return name.equals("sam") || name.equals("security") || name.equals("system");
    }

    private static boolean isSettings(String parent, String last) {
        boolean isEditor =
                parent.equals(".vscode")
                        || parent.equals(".vscode-server")
                        || parent.equals("user")
                        || parent.equals("machine");
        return isEditor && (last.equals("settings.json") || last.equals("tasks.json"));
    }

    private static boolean isConfiguration(PathText path) {
        String last = path.last(0);
        return switch (last) {
            case ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases" -> true;
            case ".profile", ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".kshrc", ".cshrc" ->
                    true;
            case ".tcshrc", ".xprofile", ".xinitrc", ".xsessionrc", "config.fish" -> true;
            case "microsoft.powershell_profile.ps1", ".gitconfig" -> true;
            default ->
                    isOfAgents(path)
                            || isOfLogin(path.last(1), last)
                            || isStarted(path)
                            || isOfGit(path)
                            || isSystem(path);
        };
    }

    /// Whether it tells an agent what to run and what to ask, or the gate what to refuse.
    static boolean isOfAgents(PathText path) {
        return switch (path.last(0)) {
            case ".mcp.json", ".claude.json", "claude_desktop_config.json", "mcp_config.json" ->
                    true;
            case "cline_mcp_settings.json", "mcp_settings.json" -> true;
            default -> isOfGate(path) || isOfAgent(path.last(1), path.last(0));
        };
    }

    /// Whether it is the gate's own: its policy, its log, what it remembers.
    static boolean isOfGate(PathText path) {
        return isIn(path, ".mcpgate")
                || path.last(0).equals(".mcpgate.toml")
                || (path.isAbsolute()
                        && path.part(0).equals("etc")
                        && path.part(1).equals("mcpgate"));
    }

    private static boolean isOfLogin(String parent, String last) {
        return parent.equals(".ssh")
                && switch (last) {
                    case "authorized_keys", "config", "rc", "environment" -> true;
                    default -> false;
                };
    }

    private static boolean isOfAgent(String parent, String last) {
        return switch (parent) {
            case ".cursor" -> last.equals("mcp.json") || last.equals("hooks.json");
            case ".vscode", ".roo", ".amazonq", "amazonq", ".kiro", ".windsurf", ".junie" ->
                    last.equals("mcp.json");
            case "settings" -> last.equals("mcp.json");
            case ".claude" -> last.equals("settings.json") || last.equals("settings.local.json");
            case ".gemini", ".qwen", ".zed" -> last.equals("settings.json");
            case ".codex" -> last.equals("config.toml");
            case ".continue" -> last.startsWith("config.");
            case "opencode", ".opencode" -> last.startsWith("opencode.json");
            default -> false;
        };
    }

    /// What is run at a login or at a time.
    private static boolean isStarted(PathText path) {
        return isIn(path, "autostart")
                || isIn(path, "launchagents")
                || isIn(path, "launchdaemons")
                || (isIn(path, "startup") && isIn(path, "start menu"))
                || (isIn(path, "systemd") && isIn(path, "user") && isIn(path, ".config"));
    }

    private static boolean isOfGit(PathText path) {
        int git = path.indexOf(".git");
        if (git < 0) {
            return false;
        }
        String below = path.part(git + 1);
        return below.equals("hooks") || below.equals("config");
    }

    private static boolean isSystem(PathText path) {
        if (!path.isAbsolute() && path.levels() == 0) {
            return false;
        }
        String two = path.part(1);
        if (path.part(0).equals("var")) {
            return two.equals("spool") && path.part(2).startsWith("cron");
        }
        if (!path.part(0).equals("etc")) {
            return false;
        }
        return two.startsWith("cron")
                || two.startsWith("profile")
                || switch (two) {
                    case "passwd", "hosts", "ld.so.preload", "pam.d", "sudoers.d", "systemd" ->
                            true;
                    case "mcpgate", "init.d", "rc.local", "bash.bashrc", "environment", "ssh" ->
                            true;
                    default -> false;
                };
    }

    private static boolean isIn(PathText path, String directory) {
        return path.indexOf(directory) >= 0;
    }
}
