import type { ArchitectureMap, Platform } from '../api/operations';

/** Message that a simulated device can send. */
export interface Example {
  readonly thing: string;
  readonly topic: string;
  readonly payload: string;
}

/** Returns a topic that a filter matches, such as `Sensor/temp/1` for `Sensor/temp/+`. */
const topicOf = (filter: string, thing: string): string => filter.replaceAll('+', thing).replace(/#$/, 'example');

const shadowUpdate = (thing: string): Example => ({
  thing,
  topic: `$aws/things/${thing}/shadow/update`,
  payload: JSON.stringify({ state: { reported: { example: true } } }),
});

const measurement = (thing: string, topic: string): Example => ({
  thing,
  topic,
  payload: JSON.stringify({ device: thing, value: 21.5 }),
});

/** Returns messages that could reach a rule, and shadow updates, for each of the first things. */
export function exampleMessages({ edges }: ArchitectureMap, things: readonly string[]): readonly Example[] {
  const filters = edges.flatMap(({ from, label }) =>
    from === 'devices' && label !== undefined && /[/+#]/.test(label) && !label.startsWith('$') ? [label] : [],
  );
  return things
    .slice(0, 2)
    .flatMap((thing) => [
      ...[...new Set(filters)].slice(0, 3).map((filter) => measurement(thing, topicOf(filter, thing))),
      shadowUpdate(thing),
    ]);
}

/** Returns the command that publishes the message from a terminal, in the working directory of the platform. */
export function publishCommand(
  { thing, topic, payload }: Example,
  { endpoints, directory }: Pick<Platform, 'endpoints' | 'directory'>,
): string {
  const { hostname = '127.0.0.1', port = '8883' } = parseEndpoint(endpoints['mqtt']) ?? {};
  const file = (path: string) => quoteIfNeeded(`${directory}/${path}`);
  return [
    `mosquitto_pub --cafile ${file('ca.pem')} --cert ${file(`devices/${thing}/cert.pem`)}`,
    `  --key ${file(`devices/${thing}/key.pem`)} -h ${hostname} -p ${port} -i ${thing} -q 1`,
    `  -t ${quote(topic)} -m ${quote(payload)}`,
  ].join(' \\\n');
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const quoteIfNeeded = (text: string) => (/^[\w./-]+$/.test(text) ? text : quote(text));

function parseEndpoint(endpoint: string | undefined): { hostname: string; port: string } | undefined {
  const [, hostname, port] = /^\w+:\/\/([^:/]+):(\d+)/.exec(endpoint ?? '') ?? [];
  return hostname === undefined || port === undefined ? undefined : { hostname, port };
}
