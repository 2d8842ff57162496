import { randomUUID } from 'node:crypto';
import { alarmsOf } from '../cloudwatch/alarms';
import type { Credentials, Signers } from '../gateway/signature';
import type { PlatformServices } from '../services';
import { createAudit } from './audit/audit';
import { startBroker } from './broker/broker';
import { createLifecycleEvents } from './broker/lifecycle-events';
import { createRetainedMessages } from './broker/retained-messages';
import { customAuthenticationOf } from './custom-auth/custom-authentication';
import { connectionDescriber } from './data-plane/describe-connection';
import { createDeviceHttp } from './data-plane/device-http';
import { iotDataApi } from './data-plane/iot-data-api';
import { createDeviceDefender } from './device-defender';
import type { Delivery, Message } from './iot-message';
import { createMessageFlow } from './message-flow';
import { createPresence } from './presence';
import { createProvisioning } from './provisioning/fleet-provisioning';
import { createJustInTime } from './provisioning/just-in-time';
import { createShadowRates } from './rates/shadow-rates';
import { createThrottle, type RateFactor } from './rates/throttle';
import { billingGroupsOf } from './registry/billing-groups';
import { caCertificatesOf } from './registry/ca-certificates';
import { createFleetIndex } from './registry/fleet-index';
import { createRegistryEvents } from './registry/registry-events';
import { apiRulesOf } from './rules/api-rules';
import { sendHttp } from './rules/http-delivery';
import { createRuleDestinations } from './rules/rule-destinations';
import { createRules } from './rules/rules-engine';
import { createShadows } from './shadows/shadow-service';

/** Services on which the IoT Core emulator depends. */
type Dependencies = Pick<
  PlatformServices,
  | 'place'
  | 'clock'
  | 'store'
  | 'bus'
  | 'metrics'
  | 'authorizer'
  | 'authority'
  | 'registry'
  | 'iotLogs'
  | 'lambda'
  | 'dynamodb'
  | 'kinesis'
  | 'firehose'
  | 'messaging'
  | 'workflows'
  | 'logs'
>;

/** AWS IoT Core: broker, shadows, rules, fleet provisioning, Device Defender and the HTTP data plane. */
export interface IotCore {
  parts: Pick<
    PlatformServices,
    | 'rules'
    | 'ruleDestinations'
    | 'shadows'
    | 'registryEvents'
    | 'provisioning'
    | 'deviceDefender'
    | 'fleetIndex'
    | 'audit'
    | 'broker'
    | 'presence'
    | 'retained'
    | 'messages'
    | 'dataPlane'
    | 'rates'
  >;
  /**
   * Resumes the unfinished work from the previous run, then accepts device connections.
   * @throws Error EADDRINUSE if the port is in use
   */
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function startIotCore(
  dependencies: Dependencies,
  {
    mqttPort,
    rates,
    endpoint,
    signers,
    issue,
    revoke,
  }: {
    mqttPort: number;
    rates: RateFactor;
    /** Returns the address of the AWS APIs. */
    endpoint(): string;
    signers: Signers;
    issue(credentials: Credentials): void;
    revoke(accessKeyId: string): void;
  },
): Promise<IotCore> {
  const { place, clock, store, bus, metrics, registry } = dependencies;
  const { region, account } = place;
  const arnPrefix = `arn:aws:iot:${region}:${account}`;
  const countPublished = metrics.counter({ metric: 'aws.iot.publish_in_success', tags: { protocol: 'mqtt' } });
  const flow = createMessageFlow(bus, () => countPublished(clock.now()), {
    broker: () => broker,
    rules: () => rules,
    shadows: () => shadows,
    provisioning: () => provisioning,
  });
  const publish = (message: Message & Delivery) => flow.publish({ ...message, cause: undefined });

  const ruleDestinations = createRuleDestinations({ ...dependencies, endpoint, send: sendHttp });
  const rules = createRules({
    ...dependencies,
    region,
    account,
    targets: {
      ...dependencies,
      shadows: { get: (shadow) => shadows.get(shadow) },
      alarms: alarmsOf(dependencies),
      destinations: ruleDestinations,
      sendHttp,
      republish: publish,
      newUuid: randomUUID,
    },
  });
  apiRulesOf(dependencies).restore(rules);
  const shadowRates = createShadowRates(rates, { clock, bus });
  const shadows = createShadows({ ...dependencies, rates: shadowRates, publish: flow.publish });
  const registryEvents = createRegistryEvents({ clock, registry, account, arnPrefix, publish });
  const provisioning = createProvisioning({
    ...dependencies,
    arnPrefix,
    account,
    answer: (to, message) => broker.answer(to, message),
  });
  const justInTime = createJustInTime({
    ...dependencies,
    arnPrefix,
    account,
    provisioning,
    authorities: caCertificatesOf(dependencies),
    publish,
  });
  const deviceDefender = createDeviceDefender({
    ...dependencies,
    isRegistered: (thing) => registry.thing(thing) !== undefined,
  });
  const customAuthentication = customAuthenticationOf(dependencies);
  const retained = createRetainedMessages(store, clock);
  const presence = createPresence(clock);
  const fleetIndex = createFleetIndex(
    { registry, billingGroups: billingGroupsOf(dependencies), shadows, presence, deviceDefender },
    store,
  );
  const audit = createAudit({ ...dependencies, presence, account, arnPrefix });
  const broker = await startBroker({
    ...dependencies,
    port: mqttPort,
    arnPrefix,
    retained,
    lifecycle: createLifecycleEvents(clock, account, publish),
    presence,
    rates,
    registerJustInTime: justInTime.receive,
    customAuthentication,
    httpConnected: (socket) => void deviceHttp.emit('connection', socket),
    signers,
    published: flow.received,
    observed: deviceDefender.observe,
  });

  const target = () => ({ ip: '127.0.0.1', port: broker.port });
  const describeConnection = connectionDescriber({ presence, clock, target });
  const dataPlane = iotDataApi({
    bus,
    clock,
    metrics,
    shadows,
    retained,
    broker,
    describeConnection,
    publish: flow.publish,
  });
  const throttle = createThrottle(rates, { clock, bus, metrics, retained });
  const deviceHttp = createDeviceHttp({
    ...dependencies,
    issue,
    revoke,
    throttle,
    customAuthentication,
    api: dataPlane,
    written: store.written,
  });
  deviceHttp.on('upgrade', broker.upgrade);
  return {
    parts: {
      rules,
      ruleDestinations,
      shadows,
      registryEvents,
      provisioning,
      deviceDefender,
      fleetIndex,
      audit,
      broker,
      presence,
      retained,
      messages: flow,
      dataPlane,
      rates,
    },
    async open() {
      rules.resume();
      registryEvents.start();
      await broker.listen();
    },
    async close() {
      deviceDefender.stop();
      audit.stop();
      shadowRates.stop();
      throttle.stop();
      await broker.close();
    },
  };
}
