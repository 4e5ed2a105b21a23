// Taplo's language server, from the npm package that editors build on, over standard input and
// output. Run it as: node language_server.mjs FOLDER-WITH-node_modules
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isAbsolute, join } from "node:path";

const { TaploLsp } = createRequire(join(process.argv[2], "x.js"))("@taplo/lsp");

function refused(request) {
  process.stderr.write(`ASKED FOR ${request?.url ?? request}\n`);
  throw new Error("nothing is fetched here");
}

function path(url) {
  return url.startsWith("file:") ? fileURLToPath(url) : undefined;
}

const environment = {
  now: () => new Date(),
  envVar: (name) => process.env[name],
  envVars: () => Object.entries(process.env),
  stdErrAtty: () => false,
  stdin: async () => new Uint8Array(),
  stdout: process.stderr,
  stderr: process.stderr,
  glob: () => [],
  readFile: (file) => readFile(file),
  writeFile: async () => {},
  urlToFilePath: path,
  isAbsolute: (file) => isAbsolute(file),
  cwd: () => process.cwd(),
  findConfigFile: () => undefined,
  fetch: { fetch: refused, Headers, Request, Response },
};

const server = await TaploLsp.initialize(environment, {
  onMessage(message) {
    const body = Buffer.from(JSON.stringify(message));
    process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
    process.stdout.write(body);
  },
});

let waiting = Buffer.alloc(0);
process.stdin.on("data", (data) => {
  waiting = Buffer.concat([waiting, data]);
  for (;;) {
    const end = waiting.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/content-length: *(\d+)/i.exec(waiting.subarray(0, end))[1]);
    if (waiting.length < end + 4 + length) return;
    const body = waiting.subarray(end + 4, end + 4 + length);
    waiting = waiting.subarray(end + 4 + length);
    server.send(JSON.parse(body));
  }
});
process.stdin.on("end", () => process.exit(0));
