import { evaluateWithServices, type Services } from './evaluate-with-services';
import { exampleMessage } from './example-message';
import { compile } from './rule';
import type { ServiceRequest } from './service-requests';

async function output(select: string, services: Services) {
  const requests: ServiceRequest[] = [];
  const rule = compile(`SELECT ${select} FROM 'a'`, { version: '2016-03-23' });
  let uuids = 0;
  const message = exampleMessage({ thing: 'light-1' }).withServices({
    ask: () => undefined,
    newUuid: () => `uuid-${++uuids}`,
    random: () => 0.5,
  });
  const result = await evaluateWithServices(rule.evaluate, message, async (request) => {
    requests.push(request);
    return services(request);
  });
  return { output: result.matched && result.output, requests, services: rule.services };
}

const lambda = (input: string) => `aws_lambda('arn:f', ${input})`;
const echo: Services = async (request) => (request.service === 'lambda' ? request.input : '{"room":"1"}');

describe('a rule that calls other services', () => {
  test('lists the services', async () => {
    const select = `${lambda('1')} AS a, ${lambda('2')} AS b, get_thing_shadow(thing, 'r') AS s`;
    expect((await output(select, echo)).services).toEqual(['lambda', 'shadow']);
  });

  test('receives the responses and sends each request only once', async () => {
    const { output: found, requests } = await output(`${lambda('thing')} AS a, ${lambda('thing')} AS b`, echo);
    expect(found).toEqual({ a: 'light-1', b: 'light-1' });
    expect(requests).toHaveLength(1);
  });

  test('sends requests that depend on a response', async () => {
    const inner = "get_registry_data('DescribeThing', thing, 'r').room";
    expect(await output(`VALUE ${lambda(`{'room': ${inner}}`)}.room`, echo)).toMatchObject({ output: '1' });
  });

  test('reuses the same UUIDs in each evaluation', async () => {
    const { output: found, requests } = await output(
      `newuuid() AS id, ${lambda("{'id': newuuid()}")}.id AS told`,
      echo,
    );
    expect(found).toEqual({ id: 'uuid-1', told: 'uuid-2' });
    expect(requests).toHaveLength(1);
  });

  test('continues with Undefined if a service fails', async () => {
    const fails: Services = async () => {
      throw new Error('no');
    };
    expect(await output(`${lambda('1')} AS a, 2 AS b`, fails)).toMatchObject({ output: { b: 2 } });
  });
});
