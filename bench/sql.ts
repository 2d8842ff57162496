import { type CompiledRule, compile, RuleMessage, TopicIndex } from '@himeshima/iot';
import alasql from 'alasql';
import jsonata from 'jsonata';
import { type Figure, median } from './figure';

const talk =
  "SELECT *, topic(3) AS thing, timestamp() AS receivedAt, traceid() AS traceId FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";

const payloads = [
  '{"state":{"reported":{"power":true}}}',
  '{"state":{"reported":{"power":true,"brightness":40}},"clientToken":"a"}',
];
const topic = '$aws/things/light-1/shadow/update';

const messageOf = (text: string) =>
  new RuleMessage({ topic, payload: Buffer.from(text), timestamp: 1, traceId: 't', newUuid: () => 'u' });

/**
 * Compares the conference talk's rule with npm packages and a handwritten closure.
 * Also measures a thousand rules on one topic tree.
 */
export async function sqlFigures(): Promise<Figure[]> {
  const parsed = payloads.map((text) => JSON.parse(text));
  // measure this rule first, before V8 sees other functions in the measuring loop
  const rule = talkRule();
  const byHand = nanoseconds((at) => handWritten(parsed[at % 2]));
  return [
    { name: 'the rule from the talk, per message after JSON.parse', value: rule, unit: 'ns', limit: { most: 50 } },
    { name: '  the rule, relative to a handwritten closure', value: rule / byHand, unit: '×', limit: { most: 1.5 } },
    ...(await peers(parsed, rule)),
    {
      name: '  JSON.parse, relative to the rule',
      value: nanoseconds((at) => JSON.parse(payloads[at % 2] ?? '')) / rule,
      unit: '×',
      limit: { least: 8 },
    },
    {
      name: '1,000 rules on one broker, per message with JSON.parse',
      value: thousandRules(),
      unit: 'µs',
      limit: { most: 10 },
    },
  ];
}

function talkRule(): number {
  const rule = compile(talk, { version: '2016-03-23' });
  const [first = messageOf(''), second = first] = payloads.map(messageOf);
  return nanoseconds((at) => isMatched(rule, at % 2 === 0 ? first : second));
}

const isMatched = (rule: CompiledRule, message: RuleMessage) => rule.evaluate(message).matched;

/** Implements the rule in JavaScript. Like the rule, it copies all keys, because they are not known in advance. */
function handWritten(
  root: { readonly [key: string]: unknown } & { state?: { reported?: { power?: unknown } } },
): object | undefined {
  if (root.state?.reported?.power !== true) return undefined;
  const output: Record<string, unknown> = {};
  for (const key in root) output[key] = root[key];
  output['thing'] = 'light-1';
  output['receivedAt'] = 1;
  output['traceId'] = 't';
  return output;
}

/** Returns the time that other packages take for the rule's messages, relative to the rule. */
async function peers(parsed: readonly unknown[], rule: number): Promise<Figure[]> {
  const query = alasql.compile(
    "SELECT *, 'light-1' AS thing, 1 AS receivedAt, 't' AS traceId FROM ? WHERE state->reported->power = true",
  );
  const expression = jsonata(
    "state.reported.power = true ? $merge([$, {'thing': 'light-1', 'receivedAt': 1, 'traceId': 't'}])",
  );
  const alasqlTakes = nanoseconds((at) => query([[parsed[at % 2]]]), 20_000);
  const jsonataTakes = await nanosecondsLater((at) => expression.evaluate(parsed[at % 2]), 5000);
  return [
    { name: '  alasql, relative to the rule', value: alasqlTakes / rule, unit: '×', limit: { least: 3 } },
    { name: '  jsonata, relative to the rule', value: jsonataTakes / rule, unit: '×', limit: { least: 20 } },
  ];
}

/** Measures a message that matches ten of a thousand rules; the rules share the parsed payload. */
function thousandRules(): number {
  const index = new TopicIndex<CompiledRule>();
  for (let at = 0; at < 1000; at++) {
    const filter = at % 100 === 0 ? '$aws/things/+/shadow/update' : `site/${at}/+/${at % 2 === 0 ? '+' : '#'}`;
    const where = `state.reported.power = true AND ${at} >= 0`;
    const rule = compile(`SELECT *, topic(3) AS thing FROM '${filter}' WHERE ${where}`, { version: '2016-03-23' });
    index.add(filter, rule);
  }
  const run = (at: number) => {
    const message = messageOf(payloads[at % 2] ?? '');
    const reached = index.at(topic).filter((rule) => isMatched(rule, message));
    if (reached.length !== 10) throw new Error(`${reached.length} rules matched instead of 10`);
    return reached;
  };
  return nanoseconds(run, 20_000) / 1000;
}

/**
 * Returns the processor time of one call in ns, the median of seven rounds. @param work returns a truthy result for each message
 */
function nanoseconds(work: (at: number) => unknown, times = 200_000): number {
  return medianOf(() => {
    for (let at = 0; at < times; at++) if (!work(at)) throw new Error('the rule did not match');
  }, times);
}

function medianOf(round: () => void, times: number): number {
  round();
  const rounds = Array.from({ length: 7 }, () => {
    const started = process.cpuUsage();
    round();
    return (process.cpuUsage(started).user * 1000) / times;
  });
  return median(rounds);
}

/** Returns the processor time of one asynchronous call in ns, measured like `nanoseconds`. */
async function nanosecondsLater(work: (at: number) => Promise<unknown>, times: number): Promise<number> {
  const rounds: number[] = [];
  for (let count = 0; count < 8; count++) {
    const started = process.cpuUsage();
    for (let at = 0; at < times; at++) if (!(await work(at))) throw new Error('the rule did not match');
    rounds.push((process.cpuUsage(started).user * 1000) / times);
  }
  return median(rounds.slice(1));
}
