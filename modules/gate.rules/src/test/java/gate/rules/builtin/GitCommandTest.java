package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git push --force origin main",
                "git push -f",
                "git push --force --force-with-lease",
                "git push --force-with-lease -f",
                "git push -fu origin main",
                "git push origin +main",
                "git push origin :main",
                "git push --delete origin main",
                "git push --mirror",
                "git -C dir -c k=v push -f",
                "git -C /tmp/clone push --force",
                "cd /tmp/clone && git push --force origin main",
                "cd /tmp/clone && git -C ~/shop reset --hard",
                "git -C /tmp/clone -C ../../srv/shop reset --hard",
                "git -C /tmp/clone --work-tree=/srv/shop clean -fdx",
                "git -C /tmp/clone -c core.pager='rm -rf ~' log",
                "git -c core.sshCommand='rm -rf ~' push --dry-run",
                "git -c alias.x='!rm -rf ~' x --help",
                "git submodule foreach 'rm -rf ~' --dry-run",
                "git reset --hard",
                "git --no-pager reset --hard HEAD~3",
                "git clean -fdx",
                "git branch -D main",
                "git checkout -- .",
                "git checkout .",
                "git checkout main a.txt",
                "git checkout -f main",
                "git switch --discard-changes main",
                "git restore .",
                "git restore --staged --worktree a.txt",
                "git stash clear",
                "git stash drop",
                "git reflog expire --expire=now --all",
                "git gc --prune=now",
                "git filter-branch --tree-filter x HEAD",
                "git update-ref -d refs/heads/main",
                "git worktree remove --force ../x",
                "git -c alias.x='!rm -rf /' x",
                "git -c alias.x='reset --hard' x",
                "git submodule foreach 'git reset --hard'",
                "git bisect run rm -rf /",
                "git rebase --exec 'git clean -fd' main"
            })
    void whatGitLosesIsFound(String text) {
        assertNotNull(Harms.ofCommand(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git push",
                "git push --force --dry-run origin main",
                "git rm -rf --dry-run .",
                "git push --force --help",
                "git -C /tmp/clone reset --hard",
                "git -C /tmp/clone -C src clean -fdx",
                "cd /tmp/clone && git -C sub checkout -- .",
                "git push --force-with-lease",
                "git push --set-upstream origin feature",
                "git push origin main:main",
                "git reset HEAD~1",
                "git reset --soft HEAD~1",
                "git clean -n",
                "git clean -nfd",
                "git branch -d merged",
                "git checkout main",
                "git checkout -b feature origin/main",
                "git checkout -Bfixup",
                "git switch -Cfixup",
                "git restore --staged .",
                "git stash",
                "git stash pop",
                "git log --all --grep 'reset --hard'",
                "git commit -am 'push --force'",
                "git gc",
                "git rm --cached -r secrets",
                "git reset --help"
            })
    void whatGitKeepsPasses(String text) {
        assertNull(Harms.ofCommand(text));
    }
}
