import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { wrapToColumns } from '@himeshima/cli';
import { quote } from 'shell-quote';
import type { RateFactor } from '../iot/rates/throttle';
import { localDocs } from '../local-docs';
import type { RunningPlatform } from '../running-platform';

interface Ready {
  /** Title of the start screen. */
  readonly title: string;
  /** Name of the AWS profile in the file `awsConfig`. */
  readonly profile: string;
  /** Table in the example command. The default is the last table if a device can publish or there are no things. */
  readonly exampleTable?: string | undefined;
  readonly applied: RunningPlatform['applied'];
  readonly mqttPort: number;
  readonly endpoint: string;
  /** URL of the REST API; undefined if no stack declares one. */
  readonly api?: string;
  /** URL of the WebSocket API; undefined if no stack declares one. */
  readonly live?: string;
  /** URL of the web console, or the reason why it was not opened; undefined if it is off. */
  readonly console?: string | undefined;
  readonly things: readonly string[];
  /** Thing whose device may update its shadow; undefined if no device has this permission. */
  readonly shadowThing: string | undefined;
  readonly tables: readonly string[];
  readonly stackDirectories: readonly string[];
  readonly directory: string;
  readonly awsConfig: string;
  readonly seconds: number;
  readonly evaluationDelaySeconds: number;
  readonly rates: RateFactor;
  /** Whether to list the features that are not simulated, instead of counting them. */
  readonly verbose: boolean;
  /** Number of terminal columns; undefined if the output is piped. */
  readonly width: number | undefined;
}

const path = (file: string) => relative(process.cwd(), file) || '.';
/** Returns a relative path, quoted for a shell because it can contain spaces. */
const argument = (file: string) => quote([path(file)]);

/** Returns the lines of the example commands, which update the shadow of a thing as its device, and scan a table. */
function linesToPaste({
  directory,
  things,
  shadowThing: thing,
  tables,
  mqttPort,
  awsConfig,
  profile,
  exampleTable,
}: Ready): readonly string[] {
  // if no device may update its shadow, the table that a device's messages reach is unknown
  const lastTable = thing !== undefined || things.length === 0 ? tables.at(-1) : undefined;
  const table = tables.find((name) => name === exampleTable) ?? lastTable;
  const device = argument(join(directory, 'devices', thing ?? ''));
  const tls = `--cafile ${argument(join(directory, 'ca.pem'))} --cert ${device}/cert.pem --key ${device}/key.pem`;
  const publish = [
    `mosquitto_pub ${tls} -h 127.0.0.1 -p ${mqttPort} -i ${thing} -q 1 \\`,
    `  -t '$aws/things/${thing}/shadow/update' -m '{"state":{"reported":{"power":true}}}'`,
  ];
  const scan = `AWS_CONFIG_FILE=${argument(awsConfig)} AWS_PROFILE=${profile} aws dynamodb scan --table-name ${table}`;
  if (table === undefined) return thing === undefined ? [] : publish;
  // the first message starts the function, which takes more than a second
  return thing === undefined ? [scan] : [...publish, 'sleep 2', scan];
}

/**
 * Returns the folder of a single stack, such as `cdktf.out/stacks/shop-dev`, or the parent folder of several stacks.
 */
function source([first = '', ...others]: readonly string[]): string {
  return path(others.length === 0 ? first : dirname(first));
}

function lineOfRates(rates: RateFactor): readonly string[] {
  if (rates === 1) return [];
  return [
    `  AWS IoT's rate limits are ${rates === 'off' ? 'not enforced' : `multiplied by ${rates}`} (--quotas ${rates})`,
  ];
}

/** Returns the path of a documentation page, as the suffix of a line, or an empty string if the page does not exist. */
const pageAt = (file: string) => (existsSync(file) ? `   ${file}` : '');

/** Returns the number of declared features without a local effect or, if requested, a list of them. */
function notSimulated({ applied, verbose, width = 120 }: Ready): readonly string[] {
  const count = applied.notSimulated.length;
  if (count === 0) return [];
  if (!verbose) return [`  not simulated: ${count} ${count === 1 ? 'feature' : 'features'} (--verbose lists them)`];
  const text = `not simulated: ${applied.notSimulated.join(', ')}; see ${localDocs()}`;
  return wrapToColumns(text, width - 4).map((line, index) => `  ${index === 0 ? '' : '  '}${line}`);
}

const shownThings = 4;

/** Returns the folders of the things' keys and certificates. */
function devicesOf({ things, directory }: Ready): string {
  const [first] = things;
  if (first === undefined) return '';
  if (things.length === 1) return `   device ${path(join(directory, 'devices', first))}/`;
  const hidden = things.length - shownThings;
  const names = [...things.slice(0, shownThings), ...(hidden > 0 ? [`and ${hidden} more`] : [])];
  return `   devices ${path(join(directory, 'devices'))}/: ${names.join(', ')}`;
}

/** Returns the text of the start screen: the running resources, the endpoints, and example commands. */
export function startScreenText(ready: Ready): string {
  const { applied, mqttPort, endpoint, directory, evaluationDelaySeconds, rates } = ready;
  const examples = linesToPaste(ready).map((line, index) => `  ${index === 0 ? 'try' : '   '}   ${line}`);
  return [
    `${ready.title} · ${applied.resources} resources and ${applied.monitors} monitors from ${source(ready.stackDirectories)} · ready in ${ready.seconds.toFixed(1)} s`,
    '',
    ...(ready.console === undefined ? [] : [`  Console   ${ready.console}`]),
    `  MQTT      mqtts://127.0.0.1:${mqttPort}     ca ${path(join(directory, 'ca.pem'))}${devicesOf(ready)}`,
    `  AWS       ${endpoint}      AWS_CONFIG_FILE=${argument(ready.awsConfig)} AWS_PROFILE=${ready.profile}`,
    ...(ready.api === undefined ? [] : [`  API       ${ready.api}${pageAt('docs/api.md')}`]),
    ...(ready.live === undefined ? [] : [`  Live      ${ready.live}${pageAt('docs/live.md')}`]),
    ...notSimulated(ready),
    evaluationDelaySeconds === 0
      ? '  monitors are evaluated immediately, without their evaluation_delay'
      : `  monitors wait ${evaluationDelaySeconds} s for late metrics, instead of their own evaluation_delay (--evaluation-delay)`,
    ...lineOfRates(rates),
    ...applied.ignored.map((attribute) => `  ignored: ${attribute}`),
    '',
    ...(examples.length === 0 ? [] : [...examples, '']),
  ].join('\n');
}
