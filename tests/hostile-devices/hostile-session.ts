import { X509Certificate } from 'node:crypto';
import { UpdateCertificateCommand } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import type { Action } from './actions.arbitrary';
import { type Actor, acceptsMessage, byHttps, grantsSubscription, isThere, open } from './actor';
import { mayDo } from './oracle';
import type { WatchedPlatform } from './watched-platform';

/** Results of all actions so far, compared with the oracle. */
export interface Ledger {
  /** Numbers of the messages that may arrive, according to the oracle. */
  readonly allowed: Set<number>;
  /** Numbers of the messages that the watcher must receive. */
  readonly acknowledged: Set<number>;
  /** Descriptions of disagreements between platform and oracle. */
  readonly differences: string[];
  /** Number of actions that the oracle denies. */
  denials: number;
}

/** Returns a message that contains a unique number and is valid for any consumer of its topic. */
const textOf = (topic: string, marker: number) =>
  topic.includes('Sensor/')
    ? JSON.stringify({ v: 1, at: firstMoment + marker, value: marker, marker })
    : JSON.stringify({ state: { desired: { marker } } });
const firstMoment = Date.UTC(2026, 0, 1);

const Credentials = z.object({
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
});

/** Returns a topic that matches a filter. */
const instanceOf = (filter: string) => filter.replace(/^\$share\/[^/]+\//, '').replaceAll(/[+#]/g, 'x');

/** Returns whether subscribers cannot receive messages on a topic: Basic Ingest, AWS IoT events, and other reserved topics. */
const isUnsubscribable = (topic: string) => /^\$(?!aws\/)|^\$aws\/(?:rules|events)\//.test(topic);

/** Session of a hostile device. The device reconnects when it is disconnected. */
export class HostileSession {
  #client: MqttClient | undefined;
  readonly #actor: Actor;
  readonly #watched: WatchedPlatform;
  readonly #ledger: Ledger;
  readonly #received: string[] = [];

  constructor(watched: WatchedPlatform, actor: Actor, ledger: Ledger) {
    this.#watched = watched;
    this.#actor = actor;
    this.#ledger = ledger;
  }

  /** Runs an action and compares the result with the oracle. @param marker the number of the action */
  async act(action: Action, marker: number): Promise<void> {
    switch (action.kind) {
      case 'publish':
        return this.#publish(action, marker);
      case 'subscribe':
        return this.#subscribe(action.filter, marker);
      case 'connect':
        return this.#connect(action.clientId);
      case 'will':
        return this.#will(action, marker);
      case 'publish by HTTPS':
        return this.#publishByHttps(action, marker);
      case 'shadow by HTTPS':
        return this.#shadowByHttps(action, marker);
      case 'continue without a certificate':
        if (this.#actor.login !== undefined) return this.#loginWithWrongPassword();
        return this.#actor.isShared
          ? this.#publish({ topic: action.topic, qos: 1, retain: false }, marker)
          : this.#goOn(action.topic, marker);
      case 'change a group':
        return this.#actor.membership?.change(action.change, action.group);
      case 'read a shadow with credentials':
        return this.#readWithCredentials(action);
    }
  }

  async end(): Promise<void> {
    await this.#client?.endAsync(true);
    this.#client = undefined;
  }

  #may(action: string, resource: string, clientId: string | undefined = this.#actor.identity.thing): boolean {
    const may = mayDo(this.#actor.asks(clientId), action, resource);
    if (!may) this.#ledger.denials += 1;
    return may;
  }

  #judge(what: string, done: boolean, may: boolean): void {
    if (done !== may)
      this.#ledger.differences.push(`${this.#actor.name} ${what}: ${done ? 'got through' : 'was rejected'}`);
  }

  async #connected(): Promise<MqttClient> {
    if (this.#client?.connected) return this.#client;
    const client = await open(this.#watched.platform.mqttUrl, this.#actor);
    if (client === undefined) throw new Error(`${this.#actor.name} was rejected with its own client ID`);
    client.on('message', (topic, payload) => {
      this.#received.push(payload.toString());
      if (!mayDo(this.#actor.asks(this.#actor.identity.thing), 'iot:Receive', `topic/${topic}`))
        this.#ledger.differences.push(`${this.#actor.name} heard ${topic}`);
    });
    this.#client = client;
    return client;
  }

  async #publish(what: { topic: string; qos: 0 | 1; retain: boolean }, marker: number): Promise<void> {
    const { topic, qos, retain } = what;
    const may =
      this.#may('iot:Publish', `topic/${topic}`) && (!retain || this.#may('iot:RetainPublish', `topic/${topic}`));
    if (may) this.#ledger.allowed.add(marker);
    const isAccepted = await acceptsMessage(await this.#connected(), what, textOf(topic, marker));
    if (qos === 1) this.#judge(`publishes to ${topic}${retain ? ' with the retain flag' : ''}`, isAccepted, may);
    if (may && isAccepted && qos === 1 && !isUnsubscribable(topic)) this.#ledger.acknowledged.add(marker);
  }

  async #subscribe(filter: string, marker: number): Promise<void> {
    const client = await this.#connected();
    const topic = instanceOf(filter);
    // topics that start with $ are reserved, regardless of policies
    const isReserved = /^\$(?!aws\/|share\/)/.test(filter);
    const may = !isReserved && this.#may('iot:Subscribe', `topicfilter/${filter}`);
    const granted = await grantsSubscription(client, filter);
    // members of a shared subscription may be granted a filter whose messages they cannot receive
    if (!filter.startsWith('$share/')) this.#judge(`subscribes to ${filter}`, granted, may);
    if (isUnsubscribable(topic)) return;
    const canary = `"canary":${marker},`;
    await this.#watched.watcher.publishAsync(topic, `{${canary}"by":"the watcher"}`, { qos: 1 });
    await this.#watched.hears(canary);
    await isThere(client);
    const hears = this.#received.some((text) => text.includes(canary));
    this.#judge(`hears ${topic} by ${filter}`, hears, may && this.#may('iot:Receive', `topic/${topic}`));
    client.unsubscribe(filter);
    await isThere(client);
  }

  async #connect(clientId: string): Promise<void> {
    // a second connection with the same client ID would replace the first
    if (clientId === this.#actor.identity.thing) await this.end();
    const other = await open(this.#watched.platform.mqttUrl, this.#actor, { clientId });
    this.#judge(
      `connects as ${clientId}`,
      other !== undefined,
      this.#may('iot:Connect', `client/${clientId}`, clientId),
    );
    await other?.endAsync(true);
  }

  async #will({ topic, retain }: { topic: string; retain: boolean }, marker: number): Promise<void> {
    await this.end();
    const will = { topic, retain, qos: 1 as const, payload: Buffer.from(textOf(topic, marker)) };
    if (this.#may('iot:Publish', `topic/${topic}`) && (!retain || this.#may('iot:RetainPublish', `topic/${topic}`)))
      this.#ledger.allowed.add(marker);
    const client = await open(this.#watched.platform.mqttUrl, this.#actor, { will });
    client?.stream.destroy();
  }

  async #publishByHttps({ topic, retain }: { topic: string; retain: boolean }, marker: number): Promise<void> {
    const resource = `topic/${topic}`;
    const may =
      mayDo(this.#actor.asks(undefined), 'iot:Publish', resource) &&
      (!retain || mayDo(this.#actor.asks(undefined), 'iot:RetainPublish', resource));
    if (may) this.#ledger.allowed.add(marker);
    else this.#ledger.denials += 1;
    const path = `/topics/${encodeURIComponent(topic)}?qos=1${retain ? '&retain=true' : ''}`;
    const body = textOf(topic, marker);
    const { status } = await byHttps(this.#watched.platform.mqttUrl, this.#actor, { method: 'POST', path, body });
    this.#judge(`publishes to ${topic} by HTTPS`, status === 200, may);
  }

  async #shadowByHttps({ method, thing }: { method: 'GET' | 'POST' | 'DELETE'; thing: string }, marker: number) {
    const action = { GET: 'iot:GetThingShadow', POST: 'iot:UpdateThingShadow', DELETE: 'iot:DeleteThingShadow' }[
      method
    ];
    const may = mayDo(this.#actor.asks(undefined), action, `thing/${thing}`);
    if (!may) this.#ledger.denials += 1;
    const path = `/things/${encodeURIComponent(thing)}/shadow`;
    const body = method === 'POST' ? textOf('shadow', marker) : '';
    const { status } = await byHttps(this.#watched.platform.mqttUrl, this.#actor, { method, path, body });
    this.#judge(`${method} for the shadow of ${thing} over HTTPS`, status !== 403, may);
  }

  async #loginWithWrongPassword(): Promise<void> {
    this.#ledger.denials += 1;
    const other = await open(this.#watched.platform.mqttUrl, this.#actor, { clientId: 'custom-2', password: 'guess' });
    this.#judge('connects with a wrong password', other !== undefined, false);
    await other?.endAsync(true);
  }

  /** Requests the credentials of a role, and reads the shadow of a thing with them. */
  async #readWithCredentials({ alias, named, thing }: Extract<Action, { kind: 'read a shadow with credentials' }>) {
    const requester = this.#actor.asks(undefined);
    const may =
      mayDo(requester, 'iot:AssumeRoleWithCertificate', `rolealias/${alias}`) &&
      (named === undefined || named === requester.thing?.name);
    if (!may) this.#ledger.denials += 1;
    const { status, text } = await byHttps(this.#watched.platform.mqttUrl, this.#actor, {
      method: 'GET',
      path: `/role-aliases/${alias}/credentials`,
      headers: named === undefined ? {} : { 'x-amzn-iot-thingname': named },
    });
    this.#judge(`requests credentials of ${alias} for ${named ?? 'no thing'}`, status === 200, may);
    if (status !== 200) return;
    // the role may read only the shadow of the thing in the header
    const mayRead = named === thing;
    if (!mayRead) this.#ledger.denials += 1;
    const isRead = await this.#watched.readsShadow(thing, Credentials.parse(JSON.parse(text)).credentials);
    this.#judge(`reads the shadow of ${thing} as ${named ?? 'no thing'}`, isRead, mayRead);
  }

  /** Deactivates the certificate during the session. Afterwards, every action must be denied. */
  async #goOn(topic: string, marker: number): Promise<void> {
    const client = await this.#connected();
    const certificate = new X509Certificate(this.#actor.identity.certificate);
    const certificateId = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    const setStatus = (newStatus: 'ACTIVE' | 'INACTIVE') =>
      this.#watched.iot.send(new UpdateCertificateCommand({ certificateId, newStatus }));
    await setStatus('INACTIVE');
    this.#ledger.denials += 1;
    this.#judge(
      `publishes to ${topic} without a certificate`,
      await acceptsMessage(client, { topic, qos: 1, retain: false }, textOf(topic, marker)),
      false,
    );
    const again = await open(this.#watched.platform.mqttUrl, this.#actor);
    this.#judge('connects without a certificate', again !== undefined, false);
    await again?.endAsync(true);
    await setStatus('ACTIVE');
  }
}
