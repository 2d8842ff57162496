import { createCommand, Option, repeated } from '@himeshima/cli';
import type { Value } from '@himeshima/terraform-json';
import type { RateFactor } from '../iot/rates/throttle';
import type { ValueOverrides } from '../value-overrides';

/**
 * Parses a decimal number. Returns NaN for other text that `Number` would accept, such as 0x10, 1e3 and an empty
 * string.
 */
const decimal = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

const number = (option: string, { max, whole = false }: { max: number; whole?: boolean }) => {
  return (text: string): number => {
    const value = decimal(text);
    if (!(value >= 0 && value <= max) || (whole && !Number.isInteger(value)))
      throw new Error(`invalid --${option} "${text}": expected a${whole ? ' whole' : ''} number from 0 to ${max}`);
    return value;
  };
};

const port = (option: string) => number(option, { max: 65_535, whole: true });

function rateFactor(text: string): RateFactor {
  if (text === 'off') return text;
  const factor = text === 'on' ? 1 : decimal(text);
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new Error(
    `invalid --quotas "${text}": expected on, off, or a number above 0, for example 0.5 to halve each rate limit`,
  );
}

function followedId(id: string): string {
  if (/^[\w:./-]{1,256}$/.test(id)) return id;
  throw new Error(
    `invalid --follow "${id}": expected the ID of a trace, an execution or a thing: letters, digits, and - _ . : /`,
  );
}

function variable(text: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`invalid --var "${text}": expected NAME=VALUE`);
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

/**
 * Pattern that splits an assignment at the first equals sign outside of a key: `aws_sqs_queue.jobs["a=b"].name=VALUE`.
 */
const assignment = /^((?:\["(?:[^"\\]|\\.)*"\]|[^=])+\.[^=.[\]]+)=(.*)$/s;

function givenValue(text: string, previous: ValueOverrides): ValueOverrides {
  const [, target, value = ''] = assignment.exec(text) ?? [];
  if (target === undefined)
    throw new Error(
      `invalid --value "${text}": expected ADDRESS.ATTRIBUTE=VALUE, for example aws_sqs_queue.jobs.name=jobs`,
    );
  return { ...previous, [target]: jsonOrText(value) };
}

function jsonOrText(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface StartText {
  /** Name of the command in the help. */
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** Default value of `--dir`. */
  readonly folder: string;
}

/** Returns a command with the options that all programs share. Each program adds its own argument for the stacks. */
export const startOptions = ({ name, summary, example, folder }: StartText) =>
  createCommand(name, { summary, example })
    .option(
      '--dir <folder>',
      'keys, certificates and unpacked functions; a second platform needs its own folder',
      folder,
    )
    .option(
      '--data <folder>',
      'persist tables, shadows, queues, streams, sessions, metrics and monitor states in this folder, even if the process is killed (default: in memory)',
    )
    .option('--temporary', 'remove the --dir folder on exit; the folder must be new or empty', false)
    .option('--mqtt-port <port>', 'MQTT port; 0 selects a free port', port('mqtt-port'), 8883)
    .option('--port <port>', 'port for the AWS APIs; 0 selects a free port', port('port'), 4566)
    .option('--api-port <port>', "port for the stack's own APIs; 0 selects a free port", port('api-port'), 8080)
    .addOption(new Option('--console <on|off>', 'serve the web console').choices(['on', 'off']).default('on'))
    .option('--console-port <port>', 'port for the web console; 0 selects a free port', port('console-port'), 8090)
    .option(
      '--console-payloads <megabytes>',
      'disk space for recorded payloads, in the folder of --dir; the oldest are deleted first',
      number('console-payloads', { max: 100_000 }),
      200,
    )
    .option('--console-read-only', 'show the platform in the console without allowing changes', false)
    .option(
      '--speed <factor>',
      'platform seconds per real second, 0 to 10000; at 0, the clock moves only on POST /_local/clock {"advanceSeconds": 60}',
      number('speed', { max: 10_000 }),
      1,
    )
    .option(
      '--evaluation-delay <seconds>',
      'how long monitors wait for late metrics; local metrics arrive immediately',
      number('evaluation-delay', { max: 86_400, whole: true }),
      0,
    )
    .addOption(
      new Option(
        '--quotas <on|off|factor>',
        "enforce AWS IoT's rate limits, for example 100 messages per second per connection; a factor multiplies each limit",
      )
        .default<RateFactor>(1, 'on')
        .argParser(rateFactor),
    )
    .option(
      '--without <address>',
      'leave a resource or data source out; write STACK/ADDRESS if two stacks have this address; repeatable',
      repeated,
    )
    .option(
      '--value <address.attribute=value>',
      'set a value that a plan does not contain, as JSON or text; ${…} refers to other resources; repeatable',
      givenValue,
      {},
    )
    .option('--var <name=value>', 'set a Terraform variable; repeatable', variable, {})
    .option(
      '--isolate <function>',
      'run a function in a separate process, so that it cannot exhaust the memory of other functions; repeatable',
      repeated,
    )
    .option(
      '--inspect <function>',
      'run a function in a process that waits for a debugger on port 9229; repeatable',
      repeated,
    )
    .option(
      '--follow <id>',
      'print only events that belong to a trace, invocation, execution or thing, and their log lines',
      followedId,
    )
    .option('--verbose', 'list the declared features that are not simulated', false)
    .option('--json', 'print one JSON object per line', false)
    .option('--quiet', 'print only the line that reports that the platform is ready', false);
