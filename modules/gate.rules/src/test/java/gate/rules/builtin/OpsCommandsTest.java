package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsCommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws ec2 terminate-instances --instance-ids i-1",
                "aws s3 rm s3://b --recursive",
                "aws s3 rb s3://b --force",
                "aws --profile prod rds delete-db-instance --db-instance-identifier x",
                "gcloud projects delete x",
                "az group delete -n x",
                "az --subscription s1 vm delete -g g -n db1 --yes",
                "az rest -m DELETE --uri https://management.azure.com/subscriptions/s1",
                "az storage remove -c backups --recursive",
                "az network vnet update -g g -n prod --remove subnets",
                "az keyvault update -n v --remove properties.accessPolicies",
                "az rest --meth delete --uri https://management.azure.com/subscriptions/s1",
                "az rest --meth=delete --uri https://management.azure.com/subscriptions/s1",
                "az rest -mdelete --uri https://management.azure.com/subscriptions/s1",
                "az devops invoke --area git --http-method=DELETE",
                "az resource invoke-action --action purge --ids i",
                "az batch pool resize --node-deallocation-option terminate --pool-id p",
                "az vm --query [] delete -g g -n db1",
                "az backup protection disable -c c -i i --delete-backup-data true",
                "kubectl delete ns prod",
                "kubectl --context prod delete -f all.yaml",
                "terraform destroy -auto-approve",
                "terraform apply -destroy",
                "pulumi destroy",
                "helm uninstall app",
                "docker system prune -af --volumes",
                "docker volume rm data",
                "docker rm -f $(docker ps -aq)",
                "docker ps -aq --filter ancestor=web | xargs docker rm -f",
                "docker rm -f $(docker ps -aq -f status=exited -f status=running)",
                "docker volume rm $(docker ps -aq -f status=exited)",
                "docker image prune -af",
                "docker image prune -af --filter label!=until=720h",
                "docker image prune -af --filter until=1h",
                "docker image prune -a --filter until=023h",
                "heroku apps:destroy app",
                "gh repo delete owner/name",
                "gh api -X DELETE repos/o/n",
                "vault secrets disable kv/",
                "restic forget --keep-last 1 --prune",
                "restic forget tag",
                "borg prune --keep-last 1 /backups/repo",
                "borg prune --keep-daily 0 --keep-last 1 /backups/repo",
                "borg delete /--keep-daily/../backups/repo",
                "borg delete --keep-daily 7 /backups/repo",
                "restic forget --keep-daily=1 --prune",
                "borg delete /backups/repo",
                "gcloud firestore bulk-delete --collection-ids='users'",
                "aws qldb update-ledger --name l --no-deletion-protection",
                "curl -X DELETE https://api.example.com/volumes/1",
                "curl -XDELETE localhost:9200/idx",
                "http DELETE :9200/idx",
                "curl https://api.example.com/graphql -d '{\"query\":\"mutation { volumeDelete(id:"
                        + " 1) }\"}'",
                "psql -c 'DROP TABLE users'",
                "mysql -e'DELETE FROM users'",
                "sqlite3 app.db \"DELETE FROM users\"",
                "echo 'DROP TABLE users' | psql app",
                "psql <<EOF\nDROP TABLE users;\nEOF",
                "redis-cli -n 1 FLUSHALL",
                "mongosh --eval 'db.dropDatabase()'",
                "dropdb app",
                "python3 -c \"import shutil; shutil.rmtree('/')\"",
                "python3 - <<'EOF'\nimport shutil\nshutil.rmtree('/')\nEOF",
                "node -e \"require('child_process').execSync('rm -rf /')\"",
                "perl -e 'system(\"rm -rf /\")'",
                "awk 'BEGIN { system(\"rm -rf /\") }'",
                "hcloud server rebuild web --image debian-12",
                "netlify api deleteSite --data x",
                "docker rm -f $(docker ps -q)",
                "docker rm -fv $(docker run busybox sh -c 'echo prod' -d)",
                "docker volume rm $(docker run -d x)",
                "docker rm -f $(docker create x || echo prod)"
            })
    void aDeletionOfAServiceIsFound(String text) {
        assertNotNull(Harms.ofCommand(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "az network nsg update -g g -n n --remove tags.a",
                "borg prune -v --list --keep-daily=7 --keep-weekly=4 /backups/repo",
                "az tag update --resource-id r --operation delete --tags a=b",
                "az backup protection disable -c c -i i --delete-backup-data false",
                "az monitor log-profiles create --categories Delete --name p",
                "az vm list --query remove",
                "restic forget --keep-daily 7 --prune",
                "restic -r /srv/repo tag --tag NL --remove CH",
                "aws qldb create-ledger --name l --no-deletion-protection",
                "aws s3 ls",
                "aws ec2 describe-instances",
                "kubectl get pods",
                "kubectl delete pod x --dry-run=client",
                "terraform plan -destroy-nothing",
                "terraform plan",
                "docker ps -a",
                "docker image prune -af --filter \"until=720h\"",
                "docker image prune -a --filter=until=24h",
                "docker run --rm alpine ls",
                "docker compose up -d",
                "gh pr list",
                "curl https://example.com/delete",
                "curl -X POST https://example.com/items -d '{\"a\":1}'",
                "psql -c 'SELECT 1'",
                "redis-cli GET key",
                "npm uninstall left-pad",
                "apt remove x",
                "python3 script.py",
                "gh run delete 12345",
                "c=$(docker run -d redis); docker rm -f $c",
                "c=$(docker create web) && docker cp $c:/a . && docker container rm $c",
                "aws s3 cp rebuild s3://x/",
                "gh api deleted-items"
            })
    void whatReadsOrMakesPasses(String text) {
        assertNull(Harms.ofCommand(text));
    }
}
