package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Traffic;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/// Tools as Git servers offer them, with the arguments that they document.
class GitToolsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "git_push | {'remote':'origin','branch':'main','force':true}",
                "git_push | {'refspec':'+main'}",
                "git_push | {'branch':'old','delete':true}",
                "git_push | {'args':['--force']}",
                "gitPush | {'force':'true'}",
                "mcp__git__push | {'f':true}",
                "git_force_push | {'branch':'main'}",
                "git_reset | {'mode':'hard','target':'HEAD~3'}",
                "git_reset | {'hard':true}",
                "git_reset_hard | {}",
                "git_clean | {'force':true,'directories':true}",
                "git_branch | {'operation':'delete','name':'topic','force':true}",
                "git_branch_delete | {'branch':'topic','force':true}",
                "git_checkout | {'branch':'main','force':true}",
                "git_checkout | {'files':['src/a.c']}",
                "git_restore | {'paths':['.']}",
                "git_stash | {'mode':'drop','stashRef':'stash@{0}'}",
                "git_stash_clear | {}",
                "git_worktree | {'mode':'remove','force':true}",
                "git | {'subcommand':'push','force':true}",
                "git.exec | {'operation':'reset','mode':'hard'}"
            })
    void whatLosesWorkIsRefused(String tool, String arguments) {
        assertEquals(1, findings(tool, arguments), tool + " " + arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "git_push | {'remote':'origin','branch':'main'}",
                "git_push | {'forceWithLease':true}",
                "git_push | {'force':false,'tags':true,'setUpstream':true}",
                "git_reset | {'repo_path':'/repo'}",
                "git_reset | {'mode':'soft','target':'HEAD~1'}",
                "git_clean | {'force':true,'dryRun':true}",
                "git_branch | {'operation':'list'}",
                "git_branch_delete | {'branch':'merged'}",
                "git_checkout | {'branch_name':'main','repo_path':'/repo'}",
                "git_checkout | {'branch':'topic','createBranch':true}",
                "git_restore | {'staged':true,'files':['a.c']}",
                "git_stash | {'mode':'pop'}",
                "git_commit | {'message':'git push --force','force':true}",
                "git_log | {'mode':'hard'}",
                "github_push_files | {'force':true}",
                "reset | {'mode':'hard'}"
            })
    void whatLosesNothingPasses(String tool, String arguments) {
        assertEquals(0, findings(tool, arguments), tool + " " + arguments);
    }

    private static int findings(String tool, String arguments) {
        List<Finding> findings = new ArrayList<>();
        new DestructiveShellCommand()
                .judge(
                        Traffic.plain().call(tool, arguments.replace('\'', '"')),
                        Memory.ofProcess(),
                        findings::add);
        return findings.size();
    }
}
