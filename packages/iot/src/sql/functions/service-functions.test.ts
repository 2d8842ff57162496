import { exampleMessage } from '../example-message';
import { jsonText } from '../json-text';
import { compileAlone } from '../rule';
import type { Ask, ServiceRequest } from '../service-requests';

/** Returns an expression's value as JSON, together with the requests that it sends to services. */
function evaluateWith(expression: string, answer: Ask, payload = '{"id":"d1","n":7}') {
  const requests: ServiceRequest[] = [];
  const ask: Ask = (request) => {
    requests.push(request);
    return answer(request);
  };
  const { newUuid } = exampleMessage('');
  const message = exampleMessage(payload).withServices({ ask, newUuid, random: undefined });
  return { value: jsonText(compileAlone(expression, { version: '2016-03-23' })(message)), requests };
}

const role = 'arn:aws:iam::123456789012:role/r';

describe('a function that calls another service:', () => {
  test("aws_lambda sends and receives JSON, with AWS's timeout", () => {
    const { value, requests } = evaluateWith(
      "aws_lambda('arn:f', {'payload': n}).out",
      () => '{"out":12345678901234567890}',
    );
    expect(value).toBe('12345678901234567890');
    expect(requests).toEqual([{ service: 'lambda', functionArn: 'arn:f', input: '{"payload":7}', withinMs: 2000 }]);
  });

  test('aws_lambda sends the whole payload for *', () => {
    expect(evaluateWith("aws_lambda('arn:f', *)", () => '1').requests).toMatchObject([{ input: '{"id":"d1","n":7}' }]);
    expect(evaluateWith("aws_lambda('arn:f', *)", () => '1', 'no json')).toEqual({ value: undefined, requests: [] });
  });

  test('get_dynamodb reads an item by one or two keys', () => {
    const one = evaluateWith(`get_dynamodb('T', 'deviceId', id, '${role}').location`, () => '{"location":"Oslo"}');
    expect(one.value).toBe('"Oslo"');
    expect(one.requests).toEqual([
      { service: 'dynamodb', table: 'T', key: [{ name: 'deviceId', value: 'd1' }], roleArn: role },
    ]);
    const two = evaluateWith(`get_dynamodb('T', 'deviceId', id, 'at', n, '${role}')`, () => undefined);
    expect(two.value).toBeUndefined();
    expect(two.requests).toMatchObject([{ key: [{ name: 'deviceId' }, { name: 'at', value: 7 }] }]);
  });

  test.each([
    [`get_secret('s', 'SecretString', 'api', '${role}')`, '{"api":"v"}', '"v"'],
    [`get_secret('s', 'SecretString', '${role}')`, '{"api":"v"}', '{"api":"v"}'],
    [`get_secret('s', 'SecretString', '${role}')`, 'plain', '"plain"'],
    [`get_secret('s', 'SecretString', 'api', '${role}')`, 'plain', undefined],
    [`get_secret('s', 'SecretBinary', '${role}')`, 'aGk=', '"aGk="'],
    [`get_secret('s', 'SecretBinary', 'api', '${role}')`, 'aGk=', undefined],
  ])('%s of %s is %s', (expression, secret, expected) => {
    expect(evaluateWith(expression, () => secret).value).toBe(expected);
  });

  test('get_thing_shadow reads the classic shadow or a named shadow', () => {
    const shadow = '{"state":{"reported":{"alarm":"ON"}}}';
    const classic = evaluateWith(`get_thing_shadow('MyThing', '${role}').state.reported.alarm = 'ON'`, () => shadow);
    expect(classic).toEqual({
      value: 'true',
      requests: [{ service: 'shadow', thing: 'MyThing', roleArn: role }],
    });
    const named = evaluateWith(`get_thing_shadow('MyThing', 'MyThingShadow', '${role}')`, () => shadow);
    expect(named.requests).toEqual([{ service: 'shadow', thing: 'MyThing', shadow: 'MyThingShadow', roleArn: role }]);
  });

  test("get_registry_data returns the operation's response", () => {
    const { value, requests } = evaluateWith(
      `get_registry_data('DescribeThing', id, '${role}').attributes.room`,
      () => '{"attributes":{"room":"1"}}',
    );
    expect(value).toBe('"1"');
    expect(requests).toEqual([{ service: 'registry', operation: 'DescribeThing', thing: 'd1', roleArn: role }]);
  });

  test('a failed call is Undefined and can be replaced with get_or_default', () => {
    expect(evaluateWith(`get_or_default(aws_lambda('arn:f', n), 'none')`, () => undefined).value).toBe('"none"');
    expect(evaluateWith(`aws_lambda('arn:f', n)`, () => 'no json').value).toBeUndefined();
  });
});
