// A server of the official SDK that does what the reference servers leave out: it pages its lists,
// pings its client, sends a burst of progress, changes its tools while it runs.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const PAGE = 10;
const TOOLS = ["ping-client", "burst", "change-tools", "hang"];
const server = new Server(
  { name: "paging", version: "1.0.0" },
  { capabilities: { tools: { listChanged: true }, prompts: {}, resources: {} } },
);

/** Serves `count` items, a page at a time; the cursor is opaque and not pretty on purpose. */
function paged(schema, key, count, item) {
  server.setRequestHandler(schema, ({ params }) => {
    const from = params?.cursor ? Number(Buffer.from(params.cursor, "base64").toString().split("\u2192")[1]) : 0;
    const to = Math.min(from + PAGE, count);
    const page = { [key]: Array.from({ length: to - from }, (_, n) => item(from + n)) };
    return to < count ? { ...page, nextCursor: Buffer.from(`weiter\u2192${to}`).toString("base64") } : page;
  });
}

paged(ListToolsRequestSchema, "tools", 25, (n) => ({ name: TOOLS[n] ?? `tool-${n}`, inputSchema: { type: "object" } }));
paged(ListPromptsRequestSchema, "prompts", 11, (n) => ({ name: `prompt-${n}` }));
paged(ListResourcesRequestSchema, "resources", 230, (n) => ({ uri: `demo://page/${n}`, name: `Seite ${n}` }));
paged(ListResourceTemplatesRequestSchema, "resourceTemplates", 20, (n) => ({ uriTemplate: `demo://${n}/{id}`, name: `${n}` }));

server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
  const done = { content: [{ type: "text", text: "done" }] };
  switch (params.name) {
    case "ping-client":
      return { content: [{ type: "text", text: JSON.stringify(await server.ping()) }] };
    case "burst":
      for (let step = 1; step <= params.arguments.steps; step++) {
        await extra.sendNotification({
          method: "notifications/progress",
          params: { progressToken: params._meta.progressToken, progress: step, total: params.arguments.steps, message: `Schritt ${step}` },
        });
      }
      // Time for the client to read them before the answer.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return done;
    case "change-tools":
      await server.sendToolListChanged();
      return done;
    default:
      return new Promise(() => {});
  }
});

await server.connect(new StdioServerTransport());
