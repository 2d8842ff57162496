import alasql from 'alasql';
import jsonata from 'jsonata';
import { type CompiledRule, compile, RuleMessage, TopicIndex } from '../lib/iot';
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

/** The talk's rule beside what npm has of the kind and a closure written by hand, and a thousand rules on one topic tree. */
export async function sqlFigures(): Promise<Figure[]> {
  const parsed = payloads.map((text) => JSON.parse(text));
  const byHand = await nanoseconds((at) => handWritten(parsed[at % 2]));
  const rule = await theTalk();
  return [
    { name: "the talk's rule, a message after JSON.parse", value: rule, unit: 'ns', limit: { most: 50 } },
    { name: '  times a closure written by hand', value: rule / byHand, unit: '×', limit: { most: 1.5 } },
    ...(await peers(parsed, rule)),
    {
      name: '  JSON.parse itself takes',
      value: (await nanoseconds((at) => JSON.parse(payloads[at % 2] ?? ''))) / rule,
      unit: '×',
      limit: { least: 8 },
    },
    {
      name: '1,000 rules on one broker, a message with its JSON',
      value: await aThousandRules(),
      unit: 'µs',
      limit: { most: 10 },
    },
  ];
}

async function theTalk(): Promise<number> {
  const rule = compile(talk, { version: '2016-03-23' });
  const [one = messageOf(''), other = one] = payloads.map(messageOf);
  return nanoseconds((at) => matched(rule, at % 2 === 0 ? one : other));
}

const matched = (rule: CompiledRule, message: RuleMessage) => rule.evaluate(message).matched;

/** What the rule says, in JavaScript: the same keys, copied as the rule must, for it does not know them. */
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

/** The same of the same messages; how many times as long it takes them. */
async function peers(parsed: readonly unknown[], rule: number): Promise<Figure[]> {
  const query = alasql.compile(
    "SELECT *, 'light-1' AS thing, 1 AS receivedAt, 't' AS traceId FROM ? WHERE state->reported->power = true",
  );
  const expression = jsonata(
    "state.reported.power = true ? $merge([$, {'thing': 'light-1', 'receivedAt': 1, 'traceId': 't'}])",
  );
  const alasqlTakes = await nanoseconds((at) => query([[parsed[at % 2]]]), 20_000);
  const jsonataTakes = await nanoseconds((at) => expression.evaluate(parsed[at % 2]), 5000);
  return [
    { name: '  alasql takes', value: alasqlTakes / rule, unit: '×', limit: { least: 3 } },
    { name: '  jsonata takes', value: jsonataTakes / rule, unit: '×', limit: { least: 20 } },
  ];
}

/** One message reaches ten of a thousand rules, which share its parsed payload. */
async function aThousandRules(): Promise<number> {
  const index = new TopicIndex<CompiledRule>();
  for (let at = 0; at < 1000; at++) {
    const filter = at % 100 === 0 ? '$aws/things/+/shadow/update' : `site/${at}/+/${at % 2 === 0 ? '+' : '#'}`;
    const where = `state.reported.power = true AND ${at} >= 0`;
    const rule = compile(`SELECT *, topic(3) AS thing FROM '${filter}' WHERE ${where}`, { version: '2016-03-23' });
    index.add(filter, rule);
  }
  const run = (at: number) => {
    const message = messageOf(payloads[at % 2] ?? '');
    const reached = index.at(topic).filter((rule) => matched(rule, message));
    if (reached.length !== 10) throw new Error(`${reached.length} rules matched instead of 10`);
    return reached;
  };
  return (await nanoseconds(run, 20_000)) / 1000;
}

/** What one call takes, the median of seven rounds. @param work gives something for each of the messages */
async function nanoseconds(work: (at: number) => unknown, times = 200_000): Promise<number> {
  const round = async () => {
    const started = performance.now();
    for (let at = 0; at < times; at++) {
      const result = work(at);
      if (!(result instanceof Promise ? await result : result)) throw new Error('the rule did not match');
    }
    return ((performance.now() - started) * 1e6) / times;
  };
  const rounds: number[] = [];
  for (let count = 0; count < 8; count++) rounds.push(await round());
  return median(rounds.slice(1));
}
