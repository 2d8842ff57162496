import { compile, RuleMessage } from '../lib/iot';
import { type Figure, median } from './figure';

const talk =
  "SELECT *, topic(3) AS thing, timestamp() AS receivedAt, traceid() AS traceId FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";

const messagesARound = 200_000;

/** The talk's rule on messages whose payload is parsed already. */
export async function sqlFigures(): Promise<Figure[]> {
  const rule = compile(talk, { version: '2016-03-23' });
  const payloads = [
    '{"state":{"reported":{"power":true}}}',
    '{"state":{"reported":{"power":true,"brightness":40}},"clientToken":"a"}',
  ];
  const messages = payloads.map((text) => {
    const payload = Buffer.from(text);
    return new RuleMessage({
      topic: '$aws/things/light-1/shadow/update',
      payload,
      timestamp: 1,
      traceId: 't',
      newUuid: () => 'u',
    });
  });
  const round = () => {
    let matched = 0;
    const started = performance.now();
    for (let index = 0; index < messagesARound; index++) {
      const message = messages[index % messages.length];
      if (message !== undefined && rule.evaluate(message).matched) matched += 1;
    }
    if (matched !== messagesARound) throw new Error('the rule did not match');
    return ((performance.now() - started) * 1e6) / messagesARound;
  };
  round();
  return [
    {
      name: "the talk's rule, a message after JSON.parse",
      value: median(Array.from({ length: 7 }, round)),
      unit: 'ns',
      limit: { most: 100 },
    },
  ];
}
