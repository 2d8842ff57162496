import { join, relative } from 'node:path';
import type { RunningPlatform } from '../../local/platform';

interface Ready {
  readonly environment: string;
  readonly applied: RunningPlatform['applied'];
  readonly mqttPort: number;
  readonly endpoint: string;
  /** Of the REST API, where there is one. */
  readonly api?: string;
  readonly things: readonly string[];
  readonly tables: readonly string[];
  readonly stackDirectory: string;
  readonly directory: string;
  readonly awsConfig: string;
  readonly seconds: number;
  readonly evaluationDelaySeconds: number;
}

const path = (file: string) => relative(process.cwd(), file) || '.';

/** A message of the first thing, and a look at the last table, in the order in which data flows. */
function linesToPaste({ directory, things, tables, mqttPort, awsConfig }: Ready): readonly string[] {
  const [thing] = things;
  const table = tables.at(-1);
  const device = path(join(directory, 'devices', thing ?? ''));
  const tls = `--cafile ${path(join(directory, 'ca.pem'))} --cert ${device}/cert.pem --key ${device}/key.pem`;
  const publish = [
    `mosquitto_pub ${tls} -h 127.0.0.1 -p ${mqttPort} -i ${thing} -q 1 \\`,
    `  -t '$aws/things/${thing}/shadow/update' -m '{"state":{"reported":{"power":true}}}'`,
  ];
  const scan = `AWS_CONFIG_FILE=${path(awsConfig)} AWS_PROFILE=himeshima aws dynamodb scan --table-name ${table}`;
  return [...(thing === undefined ? [] : publish), ...(table === undefined ? [] : [scan])];
}

/** What the first lines say: what runs, where, and what to paste. */
export function readyText(ready: Ready): string {
  const { applied, mqttPort, endpoint, directory, evaluationDelaySeconds } = ready;
  const [thing] = ready.things;
  const device = thing === undefined ? '' : `   device ${path(join(directory, 'devices', thing))}/`;
  const counted = applied.notSimulated.length;
  const notSimulated = `  not simulated: ${counted} things that are declared (--json names them): docs/local.md`;
  const later = evaluationDelaySeconds > 0 ? `, but ${evaluationDelaySeconds} s later` : '';
  return [
    `himeshima ${ready.environment} · ${applied.resources} resources and ${applied.monitors} monitors from ${path(ready.stackDirectory)} · ready in ${ready.seconds.toFixed(1)} s`,
    '',
    `  MQTT      mqtts://127.0.0.1:${mqttPort}     ca ${path(join(directory, 'ca.pem'))}${device}`,
    `  AWS       ${endpoint}      AWS_CONFIG_FILE=${path(ready.awsConfig)} AWS_PROFILE=himeshima`,
    ...(ready.api === undefined ? [] : [`  API       ${ready.api}   docs/api.md`]),
    ...(counted === 0 ? [] : [notSimulated]),
    `  monitors look at once, not after each one's evaluation_delay${later}`,
    ...applied.ignored.map((attribute) => `  ignored: ${attribute}`),
    '',
    ...linesToPaste(ready).map((line, index) => `  ${index === 0 ? 'try' : '   '}   ${line}`),
    '',
  ].join('\n');
}
