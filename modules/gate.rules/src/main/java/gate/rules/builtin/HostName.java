package gate.rules.builtin;

import java.util.Locale;

/// Host names and addresses in all the ways that programs read them: an IPv4 address may be one
/// number, octal, hexadecimal or short (inet_aton), or stand in an IPv6 address.
final class HostName {

    private static final long NONE = -1;

    private HostName() {}

    /// The host in one writing: lower case, folded, without escapes and final dots; addresses of
    /// IPv4 as four decimal numbers.
    static String of(String source) {
        String decoded = Percent.decode(source);
        String host = ArgumentJudge.folded(decoded == null ? source : decoded);
        host = host.replace('\u3002', '.').toLowerCase(Locale.ROOT);
        int end = host.length();
        while (end > 0 && host.charAt(end - 1) == '.') {
            end--;
        }
        host = host.substring(0, end);
        if (host.startsWith("[") && host.endsWith("]")) {
            return v6(host.substring(1, host.length() - 1));
        }
        long v4 = v4(host);
        return v4 == NONE ? host : dotted(v4);
    }

    /// Whether a host, in one writing, hands out the credentials of a machine in a cloud.
    static boolean isMetadata(String host) {
        if (host.startsWith("169.254.")) {
            int dots = host.length() - host.replace(".", "").length();
            return dots == 3 || isAlias(host);
        }
        return switch (host) {
            case "metadata.google.internal", "metadata", "metadata.goog", "instance-data" -> true;
            case "instance-data.ec2.internal", "100.100.100.200", "192.0.0.192" -> true;
            case "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254" -> true;
            default -> isAlias(host);
        };
    }

    /// Names of services that resolve to the address in them: `169.254.169.254.nip.io`.
    private static boolean isAlias(String host) {
        boolean isService =
                host.endsWith(".nip.io") || host.endsWith(".sslip.io") || host.endsWith(".xip.io");
        return isService
                && (host.contains("169.254.169.254")
                        || host.contains("169-254-169-254")
                        || host.contains("a9fea9fe"));
    }

    /// Whether an address of this machine or of a private network was written in an odd way; short
    /// forms of 127.0.0.1 are common.
    static boolean isDisguised(String source, String host) {
        boolean isSame = source.equalsIgnoreCase(host) || source.startsWith("127.");
        if (isSame || source.startsWith("[") || v4(host) == NONE) {
            return false;
        }
        return host.startsWith("127.")
                || host.startsWith("10.")
                || host.startsWith("192.168.")
                || (host.startsWith("172.") && isPrivate172(host));
    }

    private static boolean isPrivate172(String host) {
        long second = v4(host) >> 16 & 0xff;
        return second >= 16 && second < 32;
    }

    private static String dotted(long v4) {
        return (v4 >> 24) + "." + (v4 >> 16 & 0xff) + "." + (v4 >> 8 & 0xff) + "." + (v4 & 0xff);
    }

    /// The address that one to four numbers make, or [#NONE].
    private static long v4(String host) {
        long[] numbers = new long[4];
        int count = 0;
        int from = 0;
        for (int at = 0; at <= host.length(); at++) {
            if (at == host.length() || host.charAt(at) == '.') {
                long number = count < 4 ? number(host, from, at) : NONE;
                if (number == NONE) {
                    return NONE;
                }
                numbers[count++] = number;
                from = at + 1;
            }
        }
        long address = 0;
        for (int i = 0; i + 1 < count; i++) {
            if (numbers[i] > 255) {
                return NONE;
            }
            address |= numbers[i] << (24 - 8 * i);
        }
        long rest = numbers[count - 1];
        return rest >= 1L << (8 * (5 - count)) ? NONE : address | rest;
    }

    private static long number(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 20) {
            return NONE;
        }
        int radix = 10;
        int at = from;
        if (length > 1 && text.charAt(from) == '0') {
            boolean isHex = text.charAt(from + 1) == 'x';
            radix = isHex ? 16 : 8;
            at += isHex ? 2 : 1;
        }
        long value = at == to ? NONE : 0;
        for (; at < to && value >= 0; at++) {
            int digit = Character.digit(text.charAt(at), radix);
            value = digit < 0 || value > 1L << 40 ? NONE : value * radix + digit;
        }
        return value;
    }

    /// An address of IPv6; one that holds an address of IPv4 becomes that.
    private static String v6(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        int last = address.lastIndexOf(':');
        if (last >= 0 && address.indexOf('.') > last) {
            long v4 = v4(address.substring(last + 1));
            return v4 == NONE ? address : dotted(v4);
        }
        int[] groups = groups(address);
        if (groups.length != 8) {
            return address;
        }
        boolean isMapped = isZero(groups, 0, 5) && (groups[5] == 0xffff || groups[5] == 0);
        boolean isNat64 = groups[0] == 0x64 && groups[1] == 0xff9b && isZero(groups, 2, 6);
        if (groups[6] != 0 && (isMapped || isNat64)) {
            return dotted((long) groups[6] << 16 | groups[7]);
        }
        if (groups[0] == 0x2002) {
            return dotted((long) groups[1] << 16 | groups[2]);
        }
        boolean isMetadata =
                groups[0] == 0xfd00
                        && groups[1] == 0xec2
                        && isZero(groups, 2, 7)
                        && groups[7] == 0x254;
        return isMetadata ? "fd00:ec2::254" : address;
    }

    private static boolean isZero(int[] groups, int from, int to) {
        for (int i = from; i < to; i++) {
            if (groups[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// The eight groups, or fewer if the text is no address.
    private static int[] groups(String text) {
        int gap = text.indexOf("::");
        String head = gap < 0 ? text : text.substring(0, gap);
        String tail = gap < 0 ? "" : text.substring(gap + 2);
        int[] groups = new int[8];
        int heads = fill(groups, 0, head);
        int tails = count(tail);
        boolean isWhole = gap < 0 ? heads == 8 : heads >= 0 && heads + tails < 8;
        if (!isWhole || fill(groups, 8 - tails, tail) < 0) {
            return new int[0];
        }
        return groups;
    }

    private static int count(String text) {
        return text.isEmpty() ? 0 : text.length() - text.replace(":", "").length() + 1;
    }

    /// Reads groups from a place on.
    ///
    /// @return how many, or -1 where the text is none
    private static int fill(int[] groups, int from, String text) {
        int count = count(text);
        if (from + count > 8) {
            return -1;
        }
        int start = 0;
        for (int i = 0; i < count; i++) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            int value = end == start || end - start > 4 ? -1 : 0;
            for (int at = start; at < end && value >= 0; at++) {
                int digit = Character.digit(text.charAt(at), 16);
                value = digit < 0 ? -1 : value * 16 + digit;
            }
            if (value < 0) {
                return -1;
            }
            groups[from + i] = value;
            start = end + 1;
        }
        return count;
    }
}
