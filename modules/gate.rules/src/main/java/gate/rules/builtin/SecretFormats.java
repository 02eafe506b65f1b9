package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;

/// The formats of keys whose providers gave them a prefix, by its first character.
///
/// From the documentation of the providers, and from gitleaks 8 (MIT licence), whose names for them
/// are used. What providers mean to be public (Stripe's `pk_`, account numbers) is not listed.
final class SecretFormats {

    private static final int CHARS = 128;

    /// Kind, prefix, characters of the body, fewest and most of them.
    private static final String TABLE =
            """
            aws-access-key AKIA UPPER 16 16
            aws-access-key ASIA UPPER 16 16
            aws-access-key ABIA UPPER 16 16
            aws-access-key ACCA UPPER 16 16
            aws-access-key A3T UPPER 17 17
            aws-bedrock-key ABSK BASE64 100 300
            alibaba-access-key LTAI ALNUM 12 26
            anthropic-key sk-ant-api03- NAME 90 110
            anthropic-key sk-ant-admin01- NAME 90 110
            anthropic-key sk-ant-oat01- NAME 80 120
            anthropic-key sk-ant-sid01- NAME 80 130
            openai-key sk-proj- NAME 40 250
            openai-key sk-svcacct- NAME 40 250
            openai-key sk-admin- NAME 40 250
            openrouter-key sk-or-v1- HEX 64 64
            langfuse-key sk-lf- NAME 36 36
            openai-key sk- ALNUM 32 64
            stripe-key sk_live_ ALNUM 10 255
            stripe-key sk_test_ ALNUM 16 255
            stripe-key rk_live_ ALNUM 10 255
            stripe-key rk_test_ ALNUM 16 255
            stripe-webhook-secret whsec_ BASE64 32 64
            github-token ghp_ ALNUM 36 255
            github-token gho_ ALNUM 36 255
            github-token ghu_ ALNUM 36 255
            github-token ghs_ ALNUM 36 255
            github-token ghr_ ALNUM 36 255
            github-token github_pat_ WORD 70 255
            gitlab-token glpat- DOTTED 20 70
            gitlab-token gldt- NAME 20 60
            gitlab-token glrt- DOTTED 20 70
            gitlab-token glrtr- NAME 20 60
            gitlab-token glptt- HEX 40 40
            gitlab-token glagent- NAME 50 60
            gitlab-token glsoat- NAME 20 60
            gitlab-token glcbt- NAME 20 60
            gitlab-token glimt- NAME 25 25
            gitlab-token glft- NAME 20 60
            gitlab-token glffct- NAME 20 60
            gitlab-token gloas- NAME 60 70
            gitlab-token GR1348941 NAME 20 30
            google-api-key AIza NAME 35 35
            google-oauth-token ya29. NAME 30 400
            google-client-secret GOCSPX- NAME 28 28
            npm-token npm_ ALNUM 36 36
            pypi-token pypi-AgEIcHlwaS5vcmc NAME 50 400
            pypi-token pypi-AgENdGVzdC5weXBpLm9yZ NAME 50 400
            rubygems-token rubygems_ HEX 48 48
            nuget-key oy2 ALNUM 43 43
            docker-token dckr_pat_ NAME 27 27
            docker-token dckr_oat_ NAME 32 32
            clojars-token CLOJARS_ ALNUM 60 60
            huggingface-token hf_ ALNUM 34 34
            huggingface-token api_org_ ALNUM 34 34
            replicate-token r8_ ALNUM 36 40
            groq-key gsk_ ALNUM 48 56
            xai-key xai- ALNUM 70 90
            perplexity-key pplx- ALNUM 40 64
            tavily-key tvly- NAME 30 50
            langsmith-key lsv2_pt_ WORD 40 50
            langsmith-key lsv2_sk_ WORD 40 50
            pinecone-key pcsk_ WORD 50 90
            databricks-token dapi HEX 32 32
            digitalocean-token dop_v1_ HEX 64 64
            digitalocean-token doo_v1_ HEX 64 64
            digitalocean-token dor_v1_ HEX 64 64
            doppler-token dp.pt. ALNUM 40 48
            doppler-token dp.st. DOTTED 40 90
            doppler-token dp.sa. ALNUM 40 48
            doppler-token dp.ct. ALNUM 40 48
            duffel-token duffel_test_ DOTTED 43 43
            duffel-token duffel_live_ DOTTED 43 43
            easypost-key EZTK ALNUM 54 54
            easypost-key EZAK ALNUM 54 54
            facebook-token EAAM ALNUM 90 400
            facebook-token EAAC ALNUM 90 400
            flutterwave-key FLWSECK_TEST- NAME 12 40
            flutterwave-key FLWPUBK_TEST- NAME 12 40
            flutterwave-key FLWSECK- NAME 30 40
            grafana-token glc_ BASE64 32 400
            grafana-token glsa_ WORD 41 41
            infracost-key ico- ALNUM 32 32
            jwt-in-base64 ZXlK BASE64 48 400
            artifactory-token cmVmd ALNUM 59 59
            artifactory-key AKCp ALNUM 69 69
            authress-key sc_ LOOSE 38 250
            authress-key ext_ LOOSE 38 250
            authress-key scauth_ LOOSE 38 250
            authress-key authress_ LOOSE 38 250
            planetscale-token pscale_tkn_ DOTTED 32 64
            planetscale-token pscale_oauth_ DOTTED 32 64
            planetscale-password pscale_pw_ DOTTED 32 64
            postman-key PMAK- NAME 59 59
            prefect-key pnu_ ALNUM 36 40
            pulumi-token pul- HEX 40 40
            scalingo-token tk-us- NAME 48 48
            sendinblue-key xkeysib- NAME 81 81
            sentry-token sntryu_ HEX 64 64
            sentry-token sntrys_eyJ BASE64 80 400
            settlemint-token sm_pat_ ALNUM 16 16
            settlemint-token sm_aat_ ALNUM 16 16
            settlemint-token sm_sat_ ALNUM 16 16
            shippo-token shippo_live_ HEX 40 40
            shippo-token shippo_test_ HEX 40 40
            shopify-token shpat_ HEX 32 32
            shopify-token shpca_ HEX 32 32
            shopify-token shppa_ HEX 32 32
            shopify-token shpss_ HEX 32 32
            linear-key lin_api_ ALNUM 40 40
            notion-token ntn_ ALNUM 46 46
            notion-token secret_ ALNUM 43 43
            square-token sq0atp- NAME 22 60
            square-secret sq0csp- NAME 43 43
            atlassian-token ATATT3 DOTTED 180 220
            atlassian-token ATCTT3 DOTTED 180 220
            bitbucket-password ATBB ALNUM 32 32
            figma-token figd_ NAME 38 60
            vault-token hvs. NAME 24 150
            vault-token hvb. NAME 90 300
            fly-token fo1_ NAME 43 43
            newrelic-key NRAK- UPPER 27 27
            age-secret-key AGE-SECRET-KEY-1 UPPER 58 58
            supabase-token sbp_ HEX 40 40
            supabase-key sb_secret_ NAME 30 50
            netlify-token nfp_ ALNUM 36 40
            buildkite-token bkua_ HEX 40 40
            circleci-token CCIPAT_ WORD 60 70
            contentful-token CFPAT- NAME 43 43
            readme-key rdme_ ALNUM 70 70
            dynatrace-token dt0c01. DOTTED 89 89
            openshift-token sha256~ NAME 43 43
            sourcegraph-token sgp_ HEX 40 40
            onepassword-token ops_eyJ BASE64 200 400
            sonar-token squ_ HEX 40 40
            sonar-token sqp_ HEX 40 40
            sonar-token sqa_ HEX 40 40
            tailscale-key tskey- NAME 20 80
            typeform-token tfp_ DOTTED 59 59
            yandex-key AQVN NAME 35 38
            adafruit-key aio_ ALNUM 28 28
            adobe-client-secret p8e- ALNUM 32 32
            apify-token apify_api_ ALNUM 36 36
            brevo-smtp-key xsmtpsib- NAME 81 81
            cerebras-key csk- ALNUM 48 48
            deno-token ddp_ ALNUM 36 36
            deno-token ddo_ ALNUM 36 36
            elevenlabs-key sk_ HEX 48 48
            facebook-token EAAB ALNUM 90 400
            facebook-token EAAD ALNUM 90 400
            facebook-token EAAG ALNUM 90 400
            facebook-token EAAJ ALNUM 90 400
            fly-token fm1a_ BASE64 100 400
            fly-token fm1r_ BASE64 100 400
            fly-token fm2_ BASE64 100 400
            frameio-token fio-u- NAME 64 64
            grafana-key eyJrIjoi BASE64 62 400
            heroku-key HRKU-AA NAME 58 58
            hubspot-token pat-na1- NAME 36 36
            hubspot-token pat-eu1- NAME 36 36
            intra42-secret s-s4t2ud- HEX 64 64
            intra42-secret s-s4t2af- HEX 64 64
            lichess-token lip_ ALNUM 20 20
            neon-key napi_ ALNUM 64 64
            newrelic-key NRII- NAME 32 32
            nvidia-key nvapi- NAME 60 70
            octopus-key API- UPPER 25 36
            posthog-key phx_ ALNUM 40 60
            trello-token ATTA HEX 64 72
            vercel-token vercel_blob_rw_ WORD 40 60
            mailgun-key key- HEX 32 32
            twilio-key SK HEX 32 32
            azure-storage-key AccountKey= BASE64 60 100
            azure-shared-key SharedAccessKey= BASE64 40 100
            wandb-key wandb_v1_ NAME 60 100
            runpod-key rpa_ ALNUM 40 52
            modal-token ak- ALNUM 22 22
            modal-token as- ALNUM 22 22
            fireworks-key fw_ ALNUM 22 24
            together-key tgp_v1_ NAME 40 46
            jina-key jina_ WORD 50 70
            voyage-key pa- NAME 43 43
            firecrawl-key fc- HEX 32 32
            e2b-key e2b_ HEX 40 40
            context7-key ctx7sk- NAME 36 36
            browserbase-key bb_live_ NAME 26 30
            llamacloud-key llx- ALNUM 40 60
            cursor-key key_ HEX 64 64
            cursor-key crsr_ HEX 64 64
            slack-cookie xoxd- BASE64 20 400
            discord-token mfa. NAME 60 100
            npm-token _authToken= NAME 30 100
            crates-token cio ALNUM 32 32
            vercel-token vck_ NAME 50 64
            vercel-token vcp_ NAME 50 64
            vercel-token vca_ NAME 50 64
            vercel-token vci_ NAME 50 64
            cloudflare-origin-key v1.0- NAME 150 200
            linear-key lin_oauth_ HEX 60 64
            linear-key lin_wh_ ALNUM 38 44
            dropbox-token sl.u. NAME 100 400
            cal-key cal_live_ HEX 32 32
            snyk-token snyk_uat. DOTTED 60 160
            snyk-token snyk_sat. DOTTED 60 160
            circleci-token CCIPRJ_ WORD 58 70
            harness-token pat. DOTTED 66 72
            harness-token sat. DOTTED 66 72
            sourcegraph-token sgp_ WORD 57 57
            segment-token sgp_ ALNUM 64 64
            trigger-key tr_prod_ ALNUM 20 24
            trigger-key tr_dev_ ALNUM 20 24
            inngest-key signkey-prod- HEX 60 70
            wakatime-key waka_ NAME 36 36
            tencent-key AKID ALNUM 32 32
            volcengine-key AKLT ALNUM 40 60
            yandex-token y0_ NAME 50 70
            aws-session-token IQoJb3JpZ2lu BASE64 200 400
            aws-session-token FwoGZXIvYXdz BASE64 200 400
            google-refresh-token 1//0 NAME 40 110
            google-hmac-key GOOG1E ALNUM 55 57
            openai-session sess- ALNUM 40 40
            square-token EAAAE NAME 55 62
            braintree-token access_token$production$ NAME 16 16
            braintree-token access_token$sandbox$ NAME 16 16
            adyen-key AQE BASE64 120 400
            razorpay-key rzp_live_ ALNUM 14 20
            razorpay-key rzp_test_ ALNUM 14 20
            plaid-token access-production- NAME 36 36
            plaid-token access-sandbox- NAME 36 36
            klarna-key klarna_live_api_ NAME 30 90
            klarna-key klarna_test_api_ NAME 30 90
            paddle-key pdl_live_apikey_ WORD 40 70
            paddle-key pdl_sdbx_apikey_ WORD 40 70
            resend-key re_ WORD 30 40
            mailersend-token mlsn. HEX 60 64
            neon-password npg_ ALNUM 12 24
            supabase-token sbp_v0_ HEX 40 40
            fauna-key fnA NAME 35 45
            astra-token AstraCS: ALNUM 24 24
            confluent-key cflt ALNUM 58 62
            cockroach-key CCDB1_ WORD 58 70
            aiven-password AVNS_ NAME 16 24
            xata-key xau_ ALNUM 30 44
            newrelic-key NRRA- HEX 38 44
            newrelic-key NRSP- NAME 30 40
            honeycomb-key hcaik_ ALNUM 40 64
            honeycomb-key hcxik_ ALNUM 40 64
            honeycomb-key hcalk_ ALNUM 40 64
            dynatrace-token dt0s01. DOTTED 70 92
            dynatrace-token dt0s16. DOTTED 70 92
            axiom-token xaat- NAME 36 36
            axiom-token xapt- NAME 36 36
            logfire-token pylf_v1_ WORD 40 60
            coralogix-key cxtp_ ALNUM 28 32
            coralogix-key cxup_ ALNUM 28 32
            vault-token hvr. NAME 24 150
            netbird-token nbp_ ALNUM 36 40
            akamai-token akab- NAME 30 64
            render-key rnd_ ALNUM 28 36
            netlify-token nfc_ ALNUM 36 40
            netlify-token nfu_ ALNUM 36 40
            exoscale-key EXO HEX 24 26
            stytch-secret secret-live- BASE64 32 50
            statsig-key secret- ALNUM 40 48
            mapbox-token sk.eyJ DOTTED 70 200
            intercom-token dG9rOg BASE64 50 80
            hubspot-token pat-na2- NAME 36 36
            hubspot-token pat-ap1- NAME 36 36
            figma-token figu_ NAME 38 60
            figma-token figo_ NAME 38 60
            twitter-token AAAAAAAAAAAAAAAAAAAAA URL 60 400
            instagram-token IGQVJ WORD 100 400
            pinterest-token pina_ ALNUM 32 80
            telnyx-key KEY01 WORD 45 60
            anyscale-key esecret_ ALNUM 24 40
            you-key ydc-sk- NAME 40 90
            brave-key BSA NAME 26 29
            mem0-key m0- ALNUM 38 44
            letta-key sk-let- NAME 40 120
            helicone-key sk-helicone- NAME 30 60
            chroma-key ck- ALNUM 42 46
            nomic-key nk- NAME 43 43
            dbt-token dbtc_ NAME 36 80
            dbt-token dbtu_ NAME 36 80
            metabase-key mb_ BASE64 43 46
            kaggle-token KGAT_ HEX 32 32
            prefect-key pnb_ ALNUM 36 36
            socket-token sktsec_ NAME 40 90
            daytona-key dtn_ HEX 64 64
            depot-token depot_project_ HEX 48 80
            depot-token depot_org_ HEX 48 80
            depot-token depot_user_ HEX 48 80
            gitlab-token glwt- NAME 20 60
            slack-token xapp-1- NAME 60 140
            airtable-token pat DOTTED 79 79
            gitlab-cookie _gitlab_session= HEX 32 32
            shopify-token shpua_ HEX 32 32
            shopify-token shptka_ HEX 32 32
            bitcoin-private-key xprv9 ALNUM 105 110
            scaleway-key SCW UPPER 17 17
            aws-appsync-key da2- ALNUM 26 26
            amazon-mws-token amzn.mws. NAME 36 36
            polar-token polar_oat_ NAME 40 50
            polar-token polar_pat_ NAME 40 50
            lob-key live_ HEX 35 35
            mongodb-key mdb_sa_sk_ NAME 36 44
            clickhouse-key 4b1d ALNUM 38 38
            elastic-key essu_ BASE64 40 120
            zuplo-key zpka_ WORD 40 42
            onepassword-key A3- NAME 36 37
            defined-key dnkey- NAME 79 79
            chromatic-token chpt_ HEX 12 20
            nostr-private-key nsec1 ALNUM 58 58
            cloudflare-tunnel-token eyJhIjoi BASE64 120 400
            digitalocean-key DO00 UPPER 16 16
            """;

    /// For each first character, its formats; longer prefixes stand before shorter ones.
    private static final List<List<SecretFormat>> BY_FIRST = byFirst();

    private SecretFormats() {}

    /// The formats that begin with a character.
    static List<SecretFormat> of(char first) {
        return first < CHARS ? BY_FIRST.get(first) : List.of();
    }

    private static List<List<SecretFormat>> byFirst() {
        List<List<SecretFormat>> all = new ArrayList<>(CHARS);
        for (int i = 0; i < CHARS; i++) {
            all.add(new ArrayList<>(0));
        }
        int from = 0;
        for (int end = TABLE.indexOf('\n'); end >= 0; end = TABLE.indexOf('\n', from)) {
            SecretFormat format = format(TABLE, from, end);
            all.get(format.prefix().charAt(0)).add(format);
            from = end + 1;
        }
        return all;
    }

    private static SecretFormat format(String row, int from, int end) {
        int[] spaces = new int[4];
        int at = from;
        for (int i = 0; i < 4; i++) {
            spaces[i] = row.indexOf(' ', at);
            at = spaces[i] + 1;
        }
        return new SecretFormat(
                row.substring(from, spaces[0]),
                row.substring(spaces[0] + 1, spaces[1]),
                SecretFormat.Body.valueOf(row.substring(spaces[1] + 1, spaces[2])),
                Integer.parseInt(row, spaces[2] + 1, spaces[3], 10),
                Integer.parseInt(row, spaces[3] + 1, end, 10));
    }
}
