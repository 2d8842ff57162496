import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clients } from '../../commands/demonstration/clients';
import { names } from '../../config/names';
import { belonging } from '../../contracts/belongings';
import { commandTopic } from '../../contracts/topics';

interface Caller {
  readonly clients: Pick<Clients, 'dynamodb'>;
  /** Invokes a function and waits for any result. */
  call(name: string, event: object): Promise<unknown>;
  publish(topic: string, message: object): Promise<void>;
  changeShadow(): Promise<void>;
}

const connection = 'somebody=';
const me = 'me';
const expiresAt = Math.floor(Date.UTC(2099, 0, 1) / 1000);

/** Returns successful calls that together use every statement of the live-update roles, keyed by role. */
export function liveCalls({ clients, call, publish, changeShadow }: Caller) {
  const keep = (TableName: string, item: Readonly<Record<string, string>>, more: object = {}) => {
    const texts = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: value }]));
    return clients.dynamodb.send(new PutItemCommand({ TableName, Item: { ...texts, ...more } }));
  };
  const storeOwner = () => keep('belongings', { id: belonging.device('light-1'), owner: me });
  const event = (routeKey: string, body?: object) =>
    call('live-connections', {
      requestContext: {
        routeKey,
        connectionId: connection,
        requestId: randomUUID(),
        authorizer: { principalId: me, expiresAt: String(expiresAt) },
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const about = { thing: 'light-1' };

  return {
    [names.role('live-authorizer')]: () =>
      call('live-authorizer', { methodArn: 'arn', headers: { 'Sec-WebSocket-Protocol': 'himeshima.live, no-token' } }),
    async [names.role('live-connections')]() {
      await storeOwner();
      await event('subscribe', { action: 'subscribe', ...about });
      await event('unsubscribe', { action: 'unsubscribe', ...about });
      await event('subscribe', { action: 'subscribe', ...about });
      await event('$disconnect');
    },
    // the page is disconnected, so the function deletes its subscriptions
    async [names.role('live-push')]() {
      await storeOwner();
      const Item = { connection, subject: 'thing/light-1', person: me };
      await keep('live-subscriptions', Item, { expiresAt: { N: String(expiresAt) } });
      // use a second, random thing, because light-1 is cached for a minute
      for (const thing of ['light-1', `light-${randomUUID()}`])
        await call('live-push', { kind: 'shadow', thing, at: Date.now(), version: 1, traceId: 't' });
    },
    [names.role('rule-live-shadows')]: changeShadow,
    [names.role('rule-live-commands')]: () => publish(commandTopic('light-1'), { command: 'c' }),
  };
}
