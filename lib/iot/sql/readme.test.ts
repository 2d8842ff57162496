import { RuleMessage } from './message';
import { compile } from './rule';

test('the first rule of the README does what it says', () => {
  const rule = compile(
    "SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true",
    {
      version: '2016-03-23',
    },
  );
  const payload = Buffer.from('{"state":{"reported":{"power":true}}}');
  const topic = '$aws/things/light-1/shadow/update';
  const message = new RuleMessage({ topic, payload, timestamp: 0, traceId: '', newUuid: () => '' });
  expect(rule.evaluate(message)).toMatchObject({ matched: true, output: { thing: 'light-1' } });
});
