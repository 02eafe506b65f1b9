// The filesystem server: files of every size and name, in a directory of their own.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { server } from "./gate.mjs";
import { eventually } from "./inbox.mjs";
import { suite, test } from "./runner.mjs";
import { scratch, Session } from "./session.mjs";

const MEGABYTE = 1024 * 1024;

/** Text of so many bytes that is all different: numbered lines, some of them not ASCII. */
function prose(bytes) {
  const parts = [];
  for (let n = 0, size = 0; size < bytes; n++) {
    const line = n % 10 === 0 ? `${n}: Übung macht den Meister — «日本語» 🦀\n` : `${n}: the quick brown fox "jumps" over the \\lazy\\ dog\n`;
    parts.push(line);
    size += Buffer.byteLength(line);
  }
  return parts.join("");
}

await suite("filesystem", async () => {
  const root = realpathSync(scratch());
  const session = new Session(server("filesystem", root));
  const client = await session.connect();
  const call = async (name, args, options) => {
    const result = await client.callTool({ name, arguments: args }, undefined, options);
    const text = result.content[0].text;
    assert.ok(!result.isError, text);
    return text;
  };

  await test("tools/list", async () => {
    assert.equal((await client.listTools()).tools.length, 14);
  });

  await test("create, write, read, edit, move, list, search, info", async () => {
    const path = join(root, "notes", "today.txt");
    await call("create_directory", { path: join(root, "notes") });
    await call("write_file", { path, content: "first line\nsecond line\nthird line\n" });
    assert.equal(await call("read_text_file", { path }), readFileSync(path, "utf8"));
    assert.equal(await call("read_text_file", { path, head: 1 }), "first line");
    assert.equal(await call("read_text_file", { path, tail: 2 }), "third line\n");
    const diff = await call("edit_file", { path, edits: [{ oldText: "second line", newText: "2nd line\r\nwith CRLF" }] });
    assert.match(diff, /^\+2nd line/m);
    const moved = join(root, "notes", "yesterday.txt");
    await call("move_file", { source: path, destination: moved });
    assert.match(readFileSync(moved, "utf8"), /2nd line/);
    assert.equal(await call("list_directory", { path: root }), "[DIR] notes");
    assert.match(await call("list_directory_with_sizes", { path: join(root, "notes"), sortBy: "size" }), /yesterday\.txt/);
    assert.equal(await call("search_files", { path: root, pattern: "**/*.txt" }), moved);
    assert.match(await call("get_file_info", { path: moved }), /isFile: true/);
    assert.match(await call("directory_tree", { path: root }), /"yesterday\.txt"/);
    assert.equal(await call("list_allowed_directories", {}), `Allowed directories:\n${root}`);
  });

  await test("names in any script", async () => {
    const names = ["größe.txt", "日本語 ファイル.txt", "emoji 🦀 and 'quotes' \"too\".txt", "e\u0301 decomposed.txt", "tab\there.txt", "ٱلْعَرَبِيَّة.txt"];
    const directory = join(root, "имена");
    await call("create_directory", { path: directory });
    for (const name of names) {
      await call("write_file", { path: join(directory, name), content: `I am ${name}` });
    }
    assert.deepEqual(readdirSync(directory).sort(), [...names].sort());
    const listed = (await call("list_directory", { path: directory })).split("\n").map((line) => line.slice("[FILE] ".length));
    assert.deepEqual(listed.sort(), [...names].sort());
    const all = await call("read_multiple_files", { paths: names.map((name) => join(directory, name)) });
    names.forEach((name) => assert.ok(all.includes(`I am ${name}`), name));
  });

  await test("a binary file comes back as it is", async () => {
    const path = join(root, "every-byte.bin");
    writeFileSync(path, Buffer.from(Array.from({ length: 65536 }, (_, n) => (n * 7919) & 0xff)));
    const result = await client.callTool({ name: "read_media_file", arguments: { path } });
    assert.ok(Buffer.from(result.content[0].resource.blob, "base64").equals(readFileSync(path)));
  });

  await test("innocent text that looks like work: a shell history, SQL, a changelog", async () => {
    const path = join(root, "CHANGELOG.md");
    const content = "# Changes\n\n- Removed the old table from the docs; see `git log --stat`.\n- SELECT id, name FROM users WHERE active = 1;\n"
      + "- ls -la && make clean && make test\n- You are now logged in as alice.\n- Ignore whitespace when diffing.\n";
    await call("write_file", { path, content });
    assert.equal(await call("read_text_file", { path }), content);
  });

  await test("an argument of 5 MB is written whole", async () => {
    const path = join(root, "five-megabytes.txt");
    const content = prose(5 * MEGABYTE);
    await call("write_file", { path, content });
    assert.equal(readFileSync(path, "utf8"), content);
  });

  // The SDK joins what it has with every chunk that comes, so most of these seconds are its own.
  await test("a file of 20 MB is read whole, the client's default limit raised", async () => {
    const path = join(root, "twenty-megabytes.txt");
    const content = prose(20 * MEGABYTE);
    writeFileSync(path, content);
    // The SDK copies and searches all that it has of a line with each piece of it: this takes it a minute, as long as
    // it waits for an answer, with a gate or without one (`E2E_GATE=direct`).
    const text = await call("read_text_file", { path }, { timeout: 200_000 });
    assert.ok(text === content, "the text has changed");
    const longest = Math.max(...session.lines("b.down").map((line) => Buffer.byteLength(line)));
    assert.ok(longest > 40 * MEGABYTE, `the server's answer had only ${longest} bytes`);
  }, 240);

  await test("and the session goes on in small steps", async () => {
    assert.equal(await call("read_text_file", { path: join(root, "five-megabytes.txt"), head: 1 }), prose(1).trimEnd());
  });

  await test("what the server refuses stays its own error", async () => {
    const result = await client.callTool({ name: "read_text_file", arguments: { path: "/etc/hostname" } });
    assert.ok(result.isError);
    assert.match(result.content[0].text, /outside allowed directories/);
  });

  await session.finish();
});

await suite("filesystem, with roots", async () => {
  const [before, after] = [1, 2].map(() => realpathSync(scratch()));
  let root = before;
  const session = new Session(server("filesystem", before));
  const client = await session.connect({
    capabilities: { roots: { listChanged: true } },
    prepare: (client) => client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: pathToFileURL(root).href }] })),
  });
  const allowed = async () => (await client.callTool({ name: "list_allowed_directories", arguments: {} })).content[0].text;

  await test("the client's roots are the allowed directories, also when they change", async () => {
    await eventually(async () => (await allowed()).includes(before));
    root = after;
    mkdirSync(join(after, "here"));
    await client.sendRootsListChanged();
    await eventually(async () => (await allowed()).endsWith(after));
  });

  await session.finish();
});
