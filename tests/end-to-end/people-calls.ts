import { randomUUID } from 'node:crypto';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { names } from '../../config/names';
import { exampleOf } from './api/example-request';
import { operations, type SpecifiedOperation } from './api/specification-check';

interface Caller {
  /** Invokes a function and waits for any result. */
  call(name: string, event: object): Promise<unknown>;
  /** Returns the time of the platform's clock, in ms since the epoch. */
  now(): Promise<number>;
  /** Waits until a shadow change is in the archive. */
  archiveChange(): Promise<void>;
  /** Advances the clock until every earlier command has expired. */
  letExpire(): Promise<unknown>;
  /** Sends a command, and waits until its task token is stored or a call has been rejected. */
  waitForTaskToken(thing: string, give: () => Promise<string>, enough: () => boolean): Promise<string>;
  /** Stores a measurement from sensor-1 in the room that the specification's examples use. */
  measure(): Promise<void>;
}

const CommandBody = z.object({ command: z.string().optional(), id: z.string().optional() });
const AcceptedCommand = z.object({
  payload: z.object({ body: z.string().transform((text) => CommandBody.parse(JSON.parse(text))) }),
});

const dayMs = 86_400_000;
const me = 'me';

/** Order of the HTTP methods: owners are set first, and data is read before it is deleted. */
const order = ['PUT', 'POST', 'GET', 'DELETE'];

/** Operations whose examples are sent. Excludes commands, whose examples would require the id of a command in flight. */
const exampleOperations = operations
  .filter(({ path }) => !path.includes('power-commands'))
  .toSorted((one, other) => order.indexOf(one.method) - order.indexOf(other.method));

/** Returns successful calls that together use every statement of the digest's and the API's roles, keyed by role. */
export function peopleCalls({ call, now, archiveChange, measure, letExpire, waitForTaskToken }: Caller) {
  let archived: Promise<void> | undefined;

  /** Writes the digest of a day, unless a call is rejected. @returns the day */
  const digest = async (): Promise<string> => {
    archived ??= archiveChange();
    await archived;
    const moment = await now();
    await call('timer-event', { time: new Date(moment + dayMs).toISOString().replace(/\.\d+Z$/, 'Z') });
    return new Date(moment + 9 * 3_600_000).toISOString().slice(0, 10);
  };

  const ask = (route: string, path: object = {}, more: object = {}) => {
    const [httpMethod, resource] = z.tuple([z.string(), z.string()]).parse(route.split(' '));
    const requestContext = { requestId: randomUUID(), authorizer: { claims: { sub: me } } };
    return call('api', { httpMethod, resource, pathParameters: path, requestContext, ...more });
  };

  /** Sends and cancels a command, and a batch whose only device already has a command in flight. */
  const askOfCommands = async (thing: { thing: string }, enough: () => boolean) => {
    await letExpire();
    const body = JSON.stringify({ power: true });
    // a new command is rejected until the expired command has ended
    const give = async () => {
      const answer = await ask('POST /devices/{thing}/power-commands', thing, { body });
      const { command } = AcceptedCommand.safeParse(answer).data?.payload.body ?? {};
      return command ?? (enough() ? 'none' : undefined);
    };
    const command = await waitForTaskToken(thing.thing, () => poll(give, 'an accepted command', 30), enough);
    await ask('GET /devices/{thing}/power-commands', thing);
    await ask('GET /devices/{thing}/power-commands/{command}', { ...thing, command });
    const many = { body: JSON.stringify({ things: [thing.thing], power: true }) };
    const { id = 'none' } =
      AcceptedCommand.safeParse(await ask('POST /power-commands', {}, many)).data?.payload.body ?? {};
    await ask('GET /power-commands/{command}', { command: id });
    await ask('DELETE /devices/{thing}/power-commands/{command}', { ...thing, command });
  };

  /** Sends an operation's example as a user who owns every device. */
  const askExample = (operation: SpecifiedOperation, date: string) => {
    const { path, query, ...body } = exampleOf(operation, { date, owner: me });
    return ask(`${operation.method} ${operation.path}`, path, { queryStringParameters: query, ...body });
  };

  let prepared: Promise<string> | undefined;
  const askEverything = async (enough: () => boolean) => {
    prepared ??= measure().then(digest);
    const date = await prepared;
    const requests = [
      ...exampleOperations.map((operation) => () => askExample(operation, date)),
      () => askOfCommands({ thing: 'light-1' }, enough),
    ];
    for (const request of requests) if (!enough()) await request();
  };

  return { [names.role('timer-event')]: digest, [names.role('api')]: askEverything };
}
