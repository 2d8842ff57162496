import {
  declareOutputs,
  Feature,
  type Grant,
  IotRule,
  invoke,
  NodeFunction,
  newest,
  pushTo,
  put,
  query,
  queryIndex,
  read,
  remove,
  removeMany,
  SavedQuery,
  Table,
  type UserPool,
  WebSocketApi,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { bindings } from '../../contracts/bindings';
import { bySubject } from '../../contracts/live-messages';
import { commandTopic } from '../../contracts/topics';
import { bindFunction } from '../bound-function';
import { environmentOf } from '../environment-context';
import type { Failures } from '../services/failures';

// FROM is exactly as in the conference talk.
const shadowsSql =
  "SELECT 'shadow' AS kind, topic(3) AS thing, timestamp() AS at, current.version AS version, previous.state AS before, " +
  "current.state AS after, traceid() AS traceId FROM '$aws/things/+/shadow/update/documents'";
// The thing name comes from the topic, because the payload is not trusted.
const commandsSql = `SELECT *, 'command' AS kind, topic(3) AS thing FROM '${commandTopic('+')}'`;

interface LiveProps {
  readonly failures: Failures;
  /** Owners of devices and rooms. */
  readonly belongings: Table;
  readonly people: UserPool;
}

/**
 * Live updates: a page connects with a token → subscribes to its user's things and rooms → receives shadow changes and command
 * states as they happen.
 */
export class Live extends Feature {
  constructor(scope: Construct, id: string, { failures, belongings, people }: LiveProps) {
    super(scope, id);
    const subscriptions = new Table(this, 'live-subscriptions', {
      key: { name: 'connection', type: 'string' },
      sort: { name: 'subject', type: 'string' },
      index: { name: bySubject, key: { name: 'subject', type: 'string' }, holds: ['person', 'expiresAt'] },
      expiresBy: 'expiresAt',
    });
    const api = this.declareConnections(subscriptions, belongings, people);
    const push = this.declarePush(subscriptions, belongings, { api, failures });
    new IotRule(this, 'live_shadows', {
      description: 'A shadow changed: notify the subscribed pages',
      sql: shadowsSql,
      actions: [invoke(push)],
      onError: failures.ruleErrors,
    });
    new IotRule(this, 'live_commands', {
      description: 'The state of a command changed: notify the subscribed pages',
      sql: commandsSql,
      actions: [invoke(push)],
      onError: failures.ruleErrors,
    });
    declareOutputs(this, { live_url: api.url });
  }

  private declareConnections(subscriptions: Table, belongings: Table, people: UserPool): WebSocketApi {
    const authorizer = new NodeFunction(this, 'live-authorizer', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.liveAuthorizer, { issuer: people.issuer, scope: people.scopeNamed('read') }),
      can: [],
    });
    const connections = new NodeFunction(this, 'live-connections', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.liveConnections, {
        subscriptions: subscriptions.name,
        belongings: belongings.name,
      }),
      can: [
        read(belongings),
        query(subscriptions),
        put(subscriptions),
        remove(subscriptions),
        removeMany(subscriptions),
      ],
    });
    const api = new WebSocketApi(this, 'live', {
      stage: 'live',
      authorizedBy: authorizer,
      identityIn: 'Sec-WebSocket-Protocol',
      answeredBy: connections,
      actions: ['subscribe', 'unsubscribe'],
      rate: environmentOf(this).api.rate,
    });
    new SavedQuery(this, 'connections-of-pages', {
      of: [api],
      query: [
        'stats count() as events, pct(milliseconds, 99) as p99 by event, route, status, refused',
        'sort events desc',
      ],
    });
    new SavedQuery(this, 'asked-by-pages', { of: [connections], query: newest('route', 'status') });
    new SavedQuery(this, 'tokens-refused', { of: [authorizer], query: newest('reason') });
    return api;
  }

  private declarePush(
    subscriptions: Table,
    belongings: Table,
    { api, failures }: { readonly api: WebSocketApi; readonly failures: Failures },
  ): NodeFunction {
    const push = new NodeFunction(this, 'live-push', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.livePush, {
        subscriptions: subscriptions.name,
        belongings: belongings.name,
        connections: api.connectionsUrl,
      }),
      can: [
        queryIndex(subscriptions),
        read(belongings),
        grantDescribeThings(environmentOf(this)),
        pushTo(api),
        query(subscriptions),
        removeMany(subscriptions),
      ],
      onFailure: failures.events,
    });
    new SavedQuery(this, 'pushes-to-pages', {
      of: [push],
      query: newest('kind', 'thing', 'sent', 'gone', 'failed', 'reasons'),
    });
    return push;
  }
}

/** Grants permission to read all things, because the attributes of a thing contain the room. */
const grantDescribeThings = ({ region, account }: Environment): Grant => [
  { Effect: 'Allow', Action: ['iot:DescribeThing'], Resource: `arn:aws:iot:${region}:${account}:thing/*` },
];
