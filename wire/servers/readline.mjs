// A fake server that reads with Node's readline: LF, CR and CRLF end a line.
// Its tools are those of peer.py.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';

const folder = process.argv[2];
const log = fs.openSync(path.join(folder, 'log'), 'a');
const write = bytes => {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
};
const say = message => write(Buffer.from(JSON.stringify(message) + '\n'));

function result(method, params) {
  if (method === 'initialize') {
    return {
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'wire', version: '1' },
    };
  }
  return method === 'tools/call' ? { content: [{ type: 'text', text: 'done' }] } : {};
}

function handle(message) {
  if (Array.isArray(message)) {
    message.forEach(handle);
    return;
  }
  if (typeof message?.method !== 'string') return;
  const { method } = message;
  const params = message.params ?? {};
  const tool = method === 'tools/call' ? params.name : undefined;
  if (tool === 'EVIL') fs.writeSync(log, 'EXECUTED\n');
  if (!('id' in message) || tool === 'hold') return;
  if (tool === 'emit') write(fs.readFileSync(path.join(folder, params.arguments.file)));
  if (tool === 'ask') say({ jsonrpc: '2.0', id: params.arguments.id, method: 'roots/list' });
  say({ jsonrpc: '2.0', id: message.id, result: result(method, params) });
}

readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', line => {
  fs.writeSync(log, 'line ' + Buffer.from(line).toString('hex') + '\n');
  let message;
  try {
    message = JSON.parse(line);
  } catch {
    return;
  }
  handle(message);
});
