// Load of many clients: a JSON object {port, bodies, connections, seconds} on standard input, figures on standard output.
import autocannon from "autocannon";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const { port, bodies, connections, seconds } = JSON.parse(text);
const headers = { "content-type": "application/json", accept: "application/json" };
const result = await autocannon({
  url: `http://127.0.0.1:${port}/graphql`,
  method: "POST",
  headers,
  connections,
  duration: seconds,
  requests: bodies.map((body) => ({ body, headers, method: "POST" })),
});
const { requests, errors, timeouts, non2xx } = result;
process.stdout.write(JSON.stringify({ perSecond: requests.total / result.duration, failed: errors + timeouts + non2xx }));
