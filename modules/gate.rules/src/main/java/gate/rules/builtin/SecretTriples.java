package gate.rules.builtin;

/// Tells by three characters whether a key of a provider may begin.
final class SecretTriples {

    /// The first three characters of each prefix in [SecretFormats], which is read when one is met.
    static final String TRIPLES =
            "AKIASIABIACCA3TABSLTAsk-sk_rk_whsghpghoghughsghrgitglpgldglrglagls"
                    + "glcgliglfgloGR1AIzya2GOCnpmpypruboy2dckCLOhf_apir8_gskxaippltvllsv"
                    + "pcsdapdopdoodordp.dufEZTEZAEAAFLWicoZXlcmVAKCsc_extscaautpscPMApnu"
                    + "pultk-xkesntsm_shishplinntnsecsq0ATAATCATBfighvshvbfo1NRAAGEsbpsb_"
                    + "nfpbkuCCICFPrdmdt0shasgpopssqusqpsqatsktfpAQVkey"
                    + "aiop8exsmcskddpddofm1fm2fioeyJHRKpats-slipnapNRInvaAPIphxATTver"
                    + "AccShawanrpaak-as-fw_tgpjinpa-fc-e2bctxbb_llxcrsxoxmfa_auciovck"
                    + "vcpvcavciv1.sl.calsnysattr_sigwakAKLy0_IQoFwo1//GOOsesaccAQErzp"
                    + "klapdlre_mlsnpgfnAAstcflCCDAVNxauNRRNRShcahcxxaaxappylcxtcxuhvr"
                    + "nbpakarndnfcnfuEXOsk.dG9AAAIGQpinKEYeseydcBSAm0-ck-nk-dbtmb_KGA"
                    + "pnbsktdtndepglw_gixprSCWDO0"
                    + "da2amzpollivmdb4b1esszpkA3-dnkchpnse";

    private static final int SLOTS = 2_048;
    private static final int[] SLOT = new int[SLOTS];

    static {
        for (int i = 0; i < TRIPLES.length(); i += 3) {
            int triple = triple(TRIPLES.charAt(i), TRIPLES.charAt(i + 1), TRIPLES.charAt(i + 2));
            int slot = slot(triple);
            while (SLOT[slot] != 0) {
                slot = (slot + 1) % SLOTS;
            }
            SLOT[slot] = triple;
        }
    }

    private SecretTriples() {}

    /// Whether some prefix begins with these three characters.
    static boolean isTriple(int one, int two, int three) {
        int triple = triple(one, two, three);
        int slot = slot(triple);
        while (SLOT[slot] != triple) {
            if (SLOT[slot] == 0) {
                return false;
            }
            slot = (slot + 1) % SLOTS;
        }
        return true;
    }

    private static int triple(int one, int two, int three) {
        return (one << 16) | (two << 8) | three;
    }

    private static int slot(int triple) {
        return (triple * 0x9e37_79b1) >>> 21;
    }
}
