"""Every class of the strict grammar (docs/GRAMMAR.md), spelled out.

A spelling takes a carrier, which is a harmless message, and makes one line of it that peers read
differently. Carriers exist for each direction and kind, so each spelling is tried as a request, a
notification and an answer, both ways. `@ID@` stands for the carrier's id and `@MARK@` for a word
that no other line has.
"""

import re
from typing import Callable, NamedTuple

SERVER, CLIENT = "client_to_server", "server_to_client"
REQUEST, NOTIFICATION, ANSWER = KINDS = ("request", "notification", "answer")

_ARGUMENTS = b'"arguments":{"text":"@MARK@"}}}'
_ANSWER = b'{"jsonrpc":"2.0","id":@ID@,"result":{"isError":false,' + _ARGUMENTS
CARRIERS = {
    (SERVER, REQUEST): b'{"jsonrpc":"2.0","id":@ID@,"method":"tools/call","params":{"name":"EVIL",'
    + _ARGUMENTS,
    (SERVER, NOTIFICATION): b'{"jsonrpc":"2.0","method":"tools/call","params":{"name":"EVIL",'
    + _ARGUMENTS,
    (SERVER, ANSWER): _ANSWER,
    (CLIENT, REQUEST): b'{"jsonrpc":"2.0","id":@ID@,"method":"elicitation/create","params":{"mode":"form",'
    + _ARGUMENTS,
    (CLIENT, NOTIFICATION): b'{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info",'
    + _ARGUMENTS,
    (CLIENT, ANSWER): _ANSWER,
}

# What a spelling may hide in a carrier: a whole message that its reader would act on.
HIDDEN = {
    SERVER: b'{"jsonrpc":"2.0","id":99,"method":"tools/call","params":{"name":"EVIL","arguments":{}}}',
    CLIENT: b'{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{"mark":"@MARK@"}}',
}

# Who must be told: the asker by the id, nobody, or either, where the id or what has it is not certain.
ASKER, NOBODY, EITHER = "asker", "nobody", "either"


class Spelling(NamedTuple):
    group: str
    name: str
    make: Callable[[bytes, bytes], bytes]  # of a carrier and a hidden message
    faults: tuple[str, ...]
    told: str = ASKER
    kinds: tuple[str, ...] = KINDS
    isHeavy: bool = False  # a megabyte or more: tried as one kind only


def text(insert):
    return lambda carrier, _: carrier.replace(b"@MARK@", b"@MARK@" + insert)


def argument(member):
    return lambda carrier, _: carrier.replace(b'"@MARK@"}', b'"@MARK@",' + member + b"}")


def param(member):
    return lambda carrier, _: carrier.replace(b'"arguments":', member + b',"arguments":')


def envelope(member):
    return lambda carrier, _: carrier.replace(b'"jsonrpc":"2.0",', b'"jsonrpc":"2.0",' + member + b",", 1)


def swap(old, new):
    return lambda carrier, _: carrier.replace(old, new, 1)


def ident(token):
    return swap(b"@ID@", token)


def encoded(name):
    return lambda carrier, _: carrier.decode().encode(name)


def surround(head, tail=b""):
    return lambda carrier, _: head + carrier + tail


def method(token):
    return lambda carrier, _: re.sub(rb'"method":"[^"]*"', lambda _: b'"method":' + token, carrier)


def payload(value):
    """Puts another value where params or result stand."""
    return lambda carrier, _: re.sub(
        rb'"(params|result)":\{.*\}', lambda match: b'"' + match[1] + b'":' + value + b"}", carrier
    )


def hidden(between):
    """Hides a message in a string, between two characters that some readers take for line ends."""
    return lambda carrier, message: carrier.replace(
        b"@MARK@", b"@MARK@" + between + message.replace(b'"', b'\\"') + between
    )


def bare(ending):
    """Hides a message as a member's value: the line as a whole is valid JSON to all who allow it."""
    return lambda carrier, message: carrier.replace(
        b'"@MARK@"}', b'"@MARK@","x":' + ending + message + ending + b"}"
    )


def nested(opening, inner, closing, depth):
    return argument(b'"x":' + opening * depth + inner + closing * depth)


def members(count, per_object):
    objects = []
    for start in range(0, count, per_object):
        names = range(start, min(start + per_object, count))
        objects.append(b"{" + b",".join(b'"n%d":0' % name for name in names) + b"}")
    return argument(b'"x":[' + b",".join(objects) + b"]")


def cut(at):
    """Ends the line right before this text."""
    return lambda carrier, _: carrier[: carrier.index(at)]


def id_last(line):
    return re.sub(rb'"id":(@ID@),(.*)}$', rb'\2,"id":\1}', line)


CALLS = (REQUEST, NOTIFICATION)
WITH_ID = (REQUEST, ANSWER)

GROUPS = {
    "bare carriage return": [
        ("as white space around a message", bare(b"\r"), ("bare_cr",)),
        ("in a string around a message", hidden(b"\r"), ("bare_cr",)),
        ("between members", swap(b'"2.0",', b'"2.0",\r'), ("bare_cr",)),
        ("at the start", surround(b"\r"), ("bare_cr",)),
        ("twice at the end", surround(b"", b"\r\r"), ("bare_cr",)),
        ("between two messages", lambda c, h: c + b"\r" + h, ("bare_cr", "trailing"), EITHER),
        ("before a hidden message", lambda c, h: h + b"\r" + c, ("bare_cr", "trailing"), EITHER),
    ],
    "raw control character": [
        ("tab in a string", text(b"\t"), ("control_character",)),
        ("NUL in a string", text(b"\0"), ("control_character",)),
        ("escape in a string", text(b"\x1b[2J"), ("control_character",)),
        ("file separator in a string", text(b"\x1c"), ("control_character",)),
        ("form feed between members", swap(b'"2.0",', b'"2.0",\x0c'), ("control_character",), EITHER),
        ("vertical tab at the end", surround(b"", b"\x0b"), ("control_character",)),
        ("in a name", argument(b'"a\x01b":1'), ("control_character",)),
    ],
    "byte order mark": [
        ("at the start", surround(b"\xef\xbb\xbf"), ("byte_order_mark",)),
        ("after a blank", surround(b" \xef\xbb\xbf"), ("byte_order_mark",), EITHER),
        ("twice", surround(b"\xef\xbb\xbf" * 2), ("byte_order_mark",)),
        ("between members", swap(b'"2.0",', b'"2.0",\xef\xbb\xbf'), ("byte_order_mark",), EITHER),
        ("at the end", surround(b"", b"\xef\xbb\xbf"), ("byte_order_mark",), EITHER),
    ],
    "UTF-16 or UTF-32": [
        ("UTF-16 with mark", encoded("utf-16"), ("wrong_encoding",), NOBODY),
        ("UTF-16LE", encoded("utf-16-le"), ("wrong_encoding",), NOBODY),
        ("UTF-16BE", encoded("utf-16-be"), ("wrong_encoding",), NOBODY),
        ("UTF-32LE", encoded("utf-32-le"), ("wrong_encoding",), NOBODY),
        ("UTF-32BE", encoded("utf-32-be"), ("wrong_encoding",), NOBODY),
    ],
    "invalid UTF-8": [
        ("a byte that never occurs", text(b"\xff"), ("invalid_utf8",)),
        ("a continuation alone", text(b"\x80"), ("invalid_utf8",)),
        ("cut short", text(b"\xe2\x82"), ("invalid_utf8",)),
        ("overlong slash", text(b"\xc0\xaf"), ("invalid_utf8",)),
        ("overlong quote", text(b'\xc0\xa2,\xc0\xa2x'), ("invalid_utf8",)),
        ("overlong in three bytes", text(b"\xe0\x80\xaf"), ("invalid_utf8",)),
        ("a surrogate", text(b"\xed\xa0\x80"), ("invalid_utf8",)),
        ("a pair of surrogates", text(b"\xed\xa0\xbd\xed\xb8\x80"), ("invalid_utf8",)),
        ("beyond U+10FFFF", text(b"\xf4\x90\x80\x80"), ("invalid_utf8",)),
        ("in a name", argument(b'"\xc3":1'), ("invalid_utf8",)),
    ],
    "two values on one line": [
        ("another message", lambda c, h: c + h, ("trailing",), EITHER),
        ("another message, a blank between", lambda c, h: c + b" " + h, ("trailing",), EITHER),
        ("another message, a comma between", lambda c, h: c + b"," + h, ("trailing",), EITHER),
        ("the hidden one first", lambda c, h: h + c, ("trailing",), EITHER),
        ("a number", surround(b"", b" 1"), ("trailing",)),
        ("a bracket too many", surround(b"", b"}"), ("trailing",)),
        ("a word", surround(b"", b" ok"), ("trailing",)),
        ("a record separator", surround(b"\x1e"), ("control_character", "not_json"), EITHER),
    ],
    "cut short": [
        ("in a string", cut(b'@MARK@"}'), ("cut_short",)),
        ("before the last brace", lambda c, _: c[:-1], ("cut_short",)),
        ("after a name", cut(b':"2.0"'), ("cut_short",), NOBODY),
        ("after a comma", cut(b'"arguments"'), ("cut_short",)),
    ],
    "not JSON: numbers": [
        ("NaN", argument(b'"x":NaN'), ("unexpected", "bad_number", "bad_literal")),
        ("Infinity", argument(b'"x":Infinity'), ("unexpected", "bad_number", "bad_literal")),
        ("-Infinity", argument(b'"x":-Infinity'), ("unexpected", "bad_number", "bad_literal")),
        ("leading zero", argument(b'"x":01'), ("bad_number",)),
        ("minus leading zero", argument(b'"x":-01'), ("bad_number",)),
        ("plus", argument(b'"x":+1'), ("unexpected", "bad_number")),
        ("no digit before the point", argument(b'"x":.5'), ("unexpected", "bad_number")),
        ("no digit after the point", argument(b'"x":1.'), ("bad_number",)),
        ("empty exponent", argument(b'"x":1e'), ("bad_number",)),
        ("hex", argument(b'"x":0x1F'), ("bad_number",)),
        ("underscore", argument(b'"x":1_0'), ("bad_number", "unexpected")),
        ("full-width digit", argument('"x":\uff11'.encode()), ("unexpected", "bad_number")),
    ],
    "not JSON: comments, quotes, commas": [
        ("block comment", swap(b'"2.0",', b'"2.0",/* */'), ("unexpected",), EITHER),
        ("line comment", surround(b"", b" // x"), ("trailing",)),
        ("hash comment", surround(b"", b"#"), ("trailing",)),
        ("single quotes", argument(b"'x':1"), ("unexpected",)),
        ("single quoted value", argument(b"\"x\":'1'"), ("unexpected",)),
        ("name without quotes", argument(b"x:1"), ("unexpected",)),
        ("trailing comma in an object", lambda c, _: c[:-1] + b",}", ("unexpected",)),
        ("trailing comma in an array", argument(b'"x":[1,]'), ("unexpected",)),
        ("two commas", swap(b'"2.0",', b'"2.0",,'), ("unexpected",), EITHER),
        ("no comma", argument(b'"x":1 "y":2'), ("unexpected",)),
        ("no colon", argument(b'"x" 1'), ("unexpected",)),
        ("an equals sign", argument(b'"x"=1'), ("unexpected",)),
        ("no-break space", swap(b'"2.0",', b'"2.0",\xc2\xa0'), ("unexpected",), EITHER),
        ("brackets crossed", argument(b'"x":[1}'), ("unexpected",), EITHER),
    ],
    "not JSON: escapes and words": [
        ("\\x", text(b"\\x41"), ("bad_escape",)),
        ("\\'", text(b"\\'"), ("bad_escape",)),
        ("\\u with three digits", text(b"\\u041 "), ("bad_escape",)),
        ("\\u{}", text(b"\\u{41}"), ("bad_escape",)),
        ("\\U", text(b"\\U00000041"), ("bad_escape",)),
        ("\\0", text(b"\\0"), ("bad_escape",)),
        ("True", argument(b'"x":True'), ("unexpected", "bad_literal")),
        ("nul", argument(b'"x":nul'), ("bad_literal",)),
        ("undefined", argument(b'"x":undefined'), ("unexpected", "bad_literal")),
        ("trueish", argument(b'"x":trueish'), ("bad_literal", "unexpected")),
    ],
    "duplicate member": [
        ("id", envelope(b'"id":98'), ("duplicate_member",), NOBODY, WITH_ID),
        ("method", envelope(b'"method":"ping"'), ("duplicate_member",), ASKER, CALLS),
        ("method, escaped", envelope(b'"\\u006dethod":"ping"'), ("duplicate_member",), EITHER, CALLS),
        ("jsonrpc", envelope(b'"jsonrpc":"2.0"'), ("duplicate_member",)),
        ("params", envelope(b'"params":{}'), ("duplicate_member",), ASKER, CALLS),
        ("result", envelope(b'"result":{}'), ("duplicate_member",), ASKER, (ANSWER,)),
        ("arguments", param(b'"arguments":{}'), ("duplicate_member",)),
        ("name, last wins", param(b'"n\\u0061me":"echo","name":"EVIL"'), ("duplicate_member",)),
        ("in arguments", argument(b'"text":"x"'), ("duplicate_member",)),
        ("in arguments, escaped", argument(b'"\\u0074ext":"x"'), ("duplicate_member",)),
        ("deeper", argument(b'"x":[{"y":{"a":1,"a":2}}]'), ("duplicate_member",)),
        (
            "among a hundred",
            argument(b'"x":{"n7":0,' + b",".join(b'"n%d":0' % n for n in range(100)) + b"}"),
            ("duplicate_member",),
        ),
    ],
    "case variant of a name": [
        ("Method beside method", envelope(b'"Method":"ping"'), ("unknown_member", "case_variant")),
        ("METHOD alone", swap(b'"method"', b'"METHOD"'), ("unknown_member", "case_variant"), EITHER, CALLS),
        ("Result alone", swap(b'"result"', b'"Result"'), ("unknown_member", "case_variant"), ASKER, (ANSWER,)),
        ("param\u017f beside params", envelope('"param\u017f":{}'.encode()), ("unknown_member", "case_variant")),
        ("Arguments beside arguments", param(b'"Arguments":{}'), ("case_variant",)),
        ("ARGUMENTS alone", swap(b'"arguments"', b'"ARGUMENTS"'), ("case_variant",)),
        ("argument\u017f", swap(b'"arguments"', '"argument\u017f"'.encode()), ("case_variant",)),
        ("\u212a for k in an own name", param(b'"key":1,"\xe2\x84\xaaey":2'), ("case_variant",)),
        ("Name", param(b'"Name":"EVIL"'), ("case_variant",)),
        ("full-width name", param('"\uff4eame":"EVIL"'.encode()), ("case_variant",)),
        ("Content, escaped", param(b'"\\u0043ontent":[]'), ("case_variant",)),
        ("in arguments", argument(b'"Text":"x"'), ("case_variant",), ASKER, CALLS),
    ],
    "NUL in a name": [
        ("envelope", envelope(b'"method\\u0000":"ping"'), ("name_with_nul",), EITHER),
        ("params", param(b'"name\\u0000":"EVIL"'), ("name_with_nul",)),
        ("arguments", argument(b'"\\u0000":1'), ("name_with_nul",)),
        ("deeper", argument(b'"x":[{"a\\u0000b":1}]'), ("name_with_nul",)),
    ],
    "half a surrogate pair": [
        ("in a name", argument(b'"\\ud800":1'), ("lone_surrogate",)),
        ("the lower half in a name", param(b'"a\\udc00":1'), ("lone_surrogate",)),
        ("in the method", method(b'"tools\\ud83d"'), ("lone_surrogate",), ASKER, CALLS),
        ("in the tool's name", swap(b'"EVIL"', b'"EVIL\\udc00"'), ("lone_surrogate",), ASKER, (REQUEST,)),
        ("in the id", ident(b'"\\ud800"'), ("bad_id", "lone_surrogate"), NOBODY, WITH_ID),
    ],
    "member that JSON-RPC does not have": [
        ("extra", envelope(b'"extra":1'), ("unknown_member",)),
        ("_meta", envelope(b'"_meta":{}'), ("unknown_member",)),
        ("the empty name", envelope(b'"":1'), ("unknown_member",)),
        ("__proto__", envelope(b'"__proto__":{}'), ("unknown_member",)),
    ],
    "params or result not an object": [
        ("array", payload(b'["@MARK@"]'), ("bad_params",)),
        ("string", payload(b'"@MARK@"'), ("bad_params",)),
        ("null", payload(b"null"), ("bad_params",), ASKER, WITH_ID),
        ("number", payload(b"1.5e3"), ("bad_params",), ASKER, WITH_ID),
        ("true", payload(b"true"), ("bad_params",), ASKER, WITH_ID),
    ],
    "line separators around an object": [
        ("U+2028, raw", hidden("\u2028".encode()), ("hidden_message",)),
        ("U+2029, raw", hidden("\u2029".encode()), ("hidden_message",)),
        ("U+0085, raw", hidden("\u0085".encode()), ("hidden_message",)),
        ("as white space of its own", hidden("\u2028 \u2029".encode()), ("hidden_message",)),
        (
            "in two strings",
            lambda c, h: c.replace(
                b'"@MARK@"}', b'"@MARK@\xe2\x80\xa8","x":' + h + b',"y":"\xe2\x80\xa8"}'
            ).replace(b'\xe2\x80\xa8","x":', b'","w":"\xe2\x80\xa8{\\"a\\":1}\xe2\x80\xa8","x":'),
            ("hidden_message",),
        ),
    ],
    "id neither string nor safe integer": [
        ("null", ident(b"null"), ("bad_id",), NOBODY, WITH_ID),
        ("true", ident(b"true"), ("bad_id",), NOBODY, WITH_ID),
        ("with a fraction", ident(b"@ID@.0"), ("bad_id",), NOBODY, WITH_ID),
        ("seven and a half", ident(b"7.5"), ("bad_id",), NOBODY, WITH_ID),
        ("with an exponent", ident(b"@ID@e0"), ("bad_id",), NOBODY, WITH_ID),
        ("minus zero", ident(b"-0"), ("bad_id",), NOBODY, WITH_ID),
        ("2^53", ident(b"9007199254740992"), ("bad_id",), NOBODY, WITH_ID),
        ("beyond 2^53", ident(b"9007199254740993"), ("bad_id",), NOBODY, WITH_ID),
        ("beyond 2^64", ident(b"18446744073709551617"), ("bad_id",), NOBODY, WITH_ID),
        ("array", ident(b"[@ID@]"), ("bad_id",), NOBODY, WITH_ID),
        ("object", ident(b'{"id":@ID@}'), ("bad_id",), NOBODY, WITH_ID),
        ("none at all", swap(b'"id":@ID@,', b""), ("bad_id",), NOBODY, (ANSWER,)),
    ],
    "absurd number in the envelope": [
        ("65 digits", ident(b"1" * 65), ("bad_id",), NOBODY, WITH_ID),
        ("exponent of five digits", ident(b"1e99999"), ("bad_id",), NOBODY, WITH_ID),
        ("65 digits behind the point", ident(b"1." + b"0" * 65), ("bad_id",), NOBODY, WITH_ID),
        ("a million digits", ident(b"1" * 1_000_000), ("bad_id",), NOBODY, (REQUEST,)),
    ],
    "jsonrpc missing or wrong": [
        ("missing", swap(b'"jsonrpc":"2.0",', b""), ("wrong_version",)),
        ("missing, the id last", lambda c, h: id_last(swap(b'"jsonrpc":"2.0",', b"")(c, h)), ("wrong_version",)),
        ("1.0", swap(b'"2.0"', b'"1.0"'), ("wrong_version",)),
        ("a number", swap(b'"2.0"', b"2.0"), ("wrong_version",)),
        ("a blank behind", swap(b'"2.0"', b'"2.0 "'), ("wrong_version",)),
        ("null", swap(b'"2.0"', b"null"), ("wrong_version",)),
    ],
    "not exactly one of method, result, error": [
        ("result beside method", envelope(b'"result":{}'), ("no_kind",), ASKER, CALLS),
        ("error beside method", envelope(b'"error":{"code":1,"message":"x"}'), ("no_kind",), ASKER, CALLS),
        ("method beside result", envelope(b'"method":"ping"'), ("no_kind",), EITHER, (ANSWER,)),
        ("error beside result", envelope(b'"error":{"code":1,"message":"x"}'), ("no_kind",), ASKER, (ANSWER,)),
        ("params beside result", envelope(b'"params":{}'), ("no_kind",), ASKER, (ANSWER,)),
        ("none", lambda c, _: c.replace(b'"result":', b'"params":'), ("no_kind",), ASKER, (ANSWER,)),
    ],
    "method not a name": [
        ("empty", method(b'""'), ("bad_method",), ASKER, CALLS),
        ("number", method(b"1"), ("bad_method",), ASKER, CALLS),
        ("null", method(b"null"), ("bad_method",), ASKER, CALLS),
        ("array", method(b'["tools/call"]'), ("bad_method",), ASKER, CALLS),
    ],
    "error not an error": [
        (name, lambda c, h, error=error: c[: c.index(b'"result"')] + b'"error":' + error + b"}", ("bad_error",), ASKER, (ANSWER,))
        for name, error in (
            ("a string", b'"@MARK@"'),
            ("no code", b'{"message":"@MARK@"}'),
            ("no message", b'{"code":-32603,"data":"@MARK@"}'),
            ("a code with a fraction", b'{"code":1.5,"message":"@MARK@"}'),
            ("a message that is none", b'{"code":1,"message":{"text":"@MARK@"}}'),
        )
    ],
    "too deep": [
        ("129 levels of arrays", nested(b"[", b"0", b"]", 126), ("too_deep",)),
        ("129 levels of objects", nested(b'{"a":', b"0", b"}", 126), ("too_deep",)),
        ("five thousand", nested(b'[{"a":', b"0", b"}]", 2500), ("too_deep",)),
        ("half a million, never closed", argument(b'"x":' + b"[" * 500_000), ("too_deep",), EITHER, (REQUEST,)),
    ],
    "too many members": [
        ("in one object", members(100_001, 100_001), ("too_many_members",), ASKER, KINDS, True),
        ("in many objects", members(100_001, 7), ("too_many_members",), ASKER, KINDS, True),
        ("of params", param(b",".join(b'"n%d":0' % n for n in range(100_001))), ("too_many_members",), ASKER, KINDS, True),
    ],
    "too many values": [
        ("in one array", argument(b'"x":[' + b"0," * 1_000_000 + b"0]"), ("too_many_values",), ASKER, KINDS, True),
        ("in many arrays", argument(b'"x":[' + b"[]," * 1_000_000 + b"[]]"), ("too_many_values",), ASKER, KINDS, True),
        ("strings", argument(b'"x":[' + b'"",' * 1_000_000 + b'""]'), ("too_many_values",), ASKER, KINDS, True),
    ],
    "name too long": [
        ("1,025 bytes", argument(b'"' + b"a" * 1025 + b'":1'), ("name_too_long",)),
        ("of two bytes each", argument(b'"' + b"\xc3\xa9" * 513 + b'":1'), ("name_too_long",)),
        ("of escapes", argument(b'"' + b"\\u0061" * 171 + b'":1'), ("name_too_long",)),
        ("deeper", argument(b'"x":[{"' + b"a" * 9000 + b'":1}]'), ("name_too_long",)),
    ],
    "batch outside revision 2025-03-26": [
        ("of one", surround(b"[", b"]"), ("batch_not_allowed",), EITHER),
        ("of two", lambda c, h: b"[" + h + b"," + c + b"]", ("batch_not_allowed",), EITHER),
        ("a blank before", surround(b" [ ", b" ]"), ("batch_not_allowed",), EITHER),
    ],
    "answer to no request in flight": [
        ("never asked", ident(b"77@ID@"), ("unasked",), NOBODY, (ANSWER,)),
        ("a string for an integer", ident(b'"@ID@"'), ("unasked",), ASKER, (ANSWER,)),
        ("its negative", ident(b"-@ID@"), ("unasked",), NOBODY, (ANSWER,)),
        ("answered before", ident(b'"answered"'), ("unasked",), NOBODY, (ANSWER,)),
        (
            "an error, never asked",
            lambda c, _: b'{"jsonrpc":"2.0","id":"@MARK@","error":{"code":1,"message":"x"}}',
            ("unasked",),
            NOBODY,
            (ANSWER,),
        ),
    ],
    "request id in flight twice": [
        ("an integer", ident(b"7"), ("id_in_flight",), EITHER, (REQUEST,)),
        ("a string", ident(b'"held"'), ("id_in_flight",), EITHER, (REQUEST,)),
        ("a string, escaped", ident(b'"h\\u0065ld"'), ("id_in_flight",), EITHER, (REQUEST,)),
    ],
    "JSON, but no message": [
        (name, lambda c, h, line=line: line, ("not_an_object", "unknown_member"), NOBODY, (NOTIFICATION,))
        for name, line in (
            ("a string", b'"@MARK@"'),
            ("an array of strings", b'["@MARK@"]'),
            ("an object in an array in an array", b'[[{"@MARK@":1}]]'),
            ("an object of other names only", b'{"level":"info","@MARK@":"started"}'),
        )
    ],
}

GROUPS["noise"] = [
    (line.decode("latin-1"), lambda c, h, line=line: line, (), NOBODY, (NOTIFICATION,))
    for line in (
    b"@MARK@ server listening on stdio",
    b"[INFO] 2025-11-25 12:00:00 @MARK@ ready",
    b"\x1b[32m@MARK@\x1b[0m",
    b"> @MARK@@1.0.0 start",
    "\u2713 @MARK@".encode(),
    b"@MARK@ \xff\xfe",
    b"Content-Length: 120 @MARK@",
    )
]

# None of these lines is a message: each is refused, or is noise.
GROUPS["value spread over lines"] = [
    (name, make, (), EITHER)
    for name, make in (
        ("indented", lambda c, _: re.sub(rb'([{,])(?=")', rb"\1\n ", c)),
        ("in the middle", lambda c, _: c.replace(b'"arguments":', b'\n"arguments":')),
        ("each brace on its own", lambda c, _: re.sub(rb"([{}])", rb"\n\1\n", c)),
        ("with CRLF", lambda c, _: re.sub(rb'([{,])(?=")', rb"\1\r\n", c)),
    )
]


def spellings():
    return [Spelling(group, *one) for group, many in GROUPS.items() for one in many]


def fill(line, number, mark):
    """Puts id and mark in, in whatever encoding the line is."""
    line = line.replace(b"@ID@", str(number).encode())
    for name in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        line = line.replace("@MARK@".encode(name), mark.encode(name))
        line = line.replace("@ID@".encode(name), str(number).encode(name))
    return line


# Lines that look like trouble and are none: they pass, byte for byte. Each is the `arguments` of a
# call, or of an answer.
SPARED = [
    ("half an emoji in a value", rb'{"text":"@MARK@ \ud83d"}'),
    ("the other half", rb'{"text":"\ude00 @MARK@"}'),
    ("half an emoji in an array", rb'{"text":["@MARK@","\uD83D\uD83D"]}'),
    ("U+2028 in text", '{"text":"@MARK@ one\u2028two\u2029three\u0085four"}'.encode()),
    ("U+2028 around prose in braces", '{"text":"@MARK@\u2028{see below}\u2028"}'.encode()),
    ("U+2028, escaped", rb'{"text":"@MARK@\u2028{\"a\":1}"}'),
    ("23 digits", b'{"x":12345678901234567890123,"text":"@MARK@"}'),
    ("65 digits in arguments", b'{"x":' + b"7" * 65 + b',"text":"@MARK@"}'),
    ("numbers kept as they are", b'{"x":[1.0,1e400,-0,0.10,1E+2,-1e-9999],"text":"@MARK@"}'),
    ("white space", b'{ "text" :\t"@MARK@" , "x":[ 1 , 2 ] }'),
    ("escapes kept", rb'{"text":"@MARK@\/\u00e9\u0041\b\f\n\r\t\"\\"}'),
    ("escaped NUL in a value", rb'{"text":"@MARK@\u0000"}'),
    ("escaped line ends", rb'{"text":"@MARK@\r\n{\"jsonrpc\":\"2.0\"}\r\n"}'),
    ("every length of UTF-8", "{\"text\":\"@MARK@ \u00e9 \u20ac \U0001f600 \U0010ffff \ufffd\"}".encode()),
    ("U+FEFF inside text", "{\"text\":\"@MARK@ \ufeff \u200b\"}".encode()),
    ("DEL and C1", "{\"text\":\"@MARK@ \x7f \x80 \x9f\"}".encode()),
    ("case variants deeper down", b'{"x":{"Key":1,"key":2},"text":"@MARK@"}'),
    ("128 levels", b'{"x":' + b"[" * 125 + b"]" * 125 + b',"text":"@MARK@"}'),
    ("1,024 bytes of name", b'{"' + b"a" * 1024 + b'":1,"text":"@MARK@"}'),
    ("names of the envelope below it", b'{"id":1,"method":"x","jsonrpc":"1.0","text":"@MARK@"}'),
    ("an empty name", b'{"":1,"text":"@MARK@"}'),
    ("__proto__ in arguments", b'{"__proto__":{},"constructor":1,"text":"@MARK@"}'),
    ("exponent of five digits in arguments", b'{"x":1e99999,"text":"@MARK@"}'),
    ("a message in a string", rb'{"text":"@MARK@ {\"jsonrpc\":\"2.0\",\"method\":\"ping\"}"}'),
]

# Of those, what passes with a warning, for peers may differ on what it is.
WARNED = {"case variants deeper down", "65 digits in arguments", "exponent of five digits in arguments"}
