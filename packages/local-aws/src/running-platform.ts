import { join } from 'node:path';
import { createApiGateway, type ServedStage } from './api-gateway/api-gateway';
import { type AppliedStacks, apply, type CreatedStacks, rejectUnsupported } from './apply';
import { createAuthorizer } from './authorize';
import type { AwsAccount } from './aws-account';
import { openAuthority } from './certificates/authority';
import { rejectUnknownFunctions, rejectUnknownVariables } from './check-options';
import { rejectUsedPorts } from './check-ports';
import { type Clock, createClock } from './clock';
import { createUserPools } from './cognito/user-pools';
import { createControlApi } from './control';
import { checkDataFolder, checkOpenedDatabases, recordWrites } from './data-folder';
import { createMonitors } from './datadog/monitor-evaluation';
import { renewMonitors } from './datadog/renew';
import { startDynamoDb } from './dynamodb/dynamodb';
import { recoverInterruptedTables } from './dynamodb/recover-interrupted-tables';
import { findMissingMetric } from './emitted-metrics';
import { eventBusesOf } from './eventbridge/event-buses';
import { createEventBus, lastIdBefore, type PlatformEvent } from './events';
import { createFirehose } from './firehose/firehose';
import { createCredentials } from './gateway/credentials';
import { openGateway } from './gateway/gateway';
import type { ServiceApi } from './gateway/service-api';
import { confirmInBrowser } from './iot/control-plane/rule-destinations-api';
import { startIotCore } from './iot/iot-core';
import { createIotLogs } from './iot/iot-logs';
import type { RateFactor } from './iot/rates/throttle';
import { createRegistry } from './iot/registry/thing-registry';
import { createKinesis } from './kinesis/kinesis';
import { createDestinations } from './lambda/destinations';
import { createLambda } from './lambda/lambda-service';
import { createQueueMappings } from './lambda/queue-mappings';
import { createStreamMappings } from './lambda/stream-mappings';
import { deviceRequests, type LoadedStack } from './load-stack';
import { localAccount } from './local-account';
import { logAccessDenied } from './log-access-denied';
import { createLogs } from './logs/logs';
import { startMessaging } from './messaging/messaging';
import { recordGauges } from './messaging/queue-gauges';
import { createMetricStore } from './metrics';
import { regionOf, without } from './multi-stack';
import { openStore } from './open-store';
import { notePlainReferences } from './plain-references';
import { reportOrphanedState } from './report-orphaned-state';
import { services } from './service-table';
import type { PlatformServices } from './services';
import { shutdownOnStorageFailure } from './shutdown-on-storage-failure';
import { knownDefinitions } from './step-functions/known-definitions';
import { createWorkflows } from './step-functions/workflows';
import { createTraces } from './traces';
import { type StackChanges, updateStacks } from './update-stacks';
import { type ValueOverrides, withValues } from './value-overrides';

export interface PlatformOptions {
  /** Stacks in the order in which they are applied. */
  stacks: readonly LoadedStack[];
  /** Folder in which keys, certificates and unpacked functions are stored. */
  directory: string;
  /** Folder for results that the next start can reuse; undefined disables this cache. */
  cache?: string | undefined;
  /** Folder for persisted state; undefined keeps the state in memory. */
  data?: string | undefined;
  mqttPort: number;
  awsPort: number;
  /** Port of the stacks' APIs; unused if no stack declares an API. */
  apiPort: number;
  speed: number;
  /** Addresses of resources that are left out. */
  without: readonly string[];
  /** Values that replace values in a plan or add values that it lacks. */
  values: ValueOverrides;
  variables: Readonly<Record<string, string>>;
  evaluationDelaySeconds: number;
  rates: RateFactor;
  /** Text that a log line must contain to be published as an event; if undefined, no lines are published. */
  followed: string | undefined;
  isolate: readonly string[];
  inspect: readonly string[];
  listen(event: PlatformEvent): void;
}

export interface RunningPlatform {
  applied: AppliedStacks;
  /** Running blocks of each stack, by address. */
  blocks: CreatedStacks;
  /** Folders of the running stacks. */
  readonly directories: readonly string[];
  /** Number of updates that have changed `blocks` or `directories`. */
  readonly revision: number;
  mqttPort: number;
  endpoint: string;
  /** Stages of the REST APIs that run locally. */
  apis: readonly ServedStage[];
  /** URLs of WebSocket APIs: `ws://127.0.0.1:8080/live`. */
  webSockets: readonly string[];
  /** Credentials of the local user, for an AWS profile. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  clock: Clock;
  parts: PlatformServices;
  /** Each service's supported operations, keyed by signing name. */
  operations: ReadonlyMap<string, readonly string[]>;
  /**
   * Applies the differences between the running stacks and newly synthesized stacks.
   * @throws Error with the address of the resource that cannot be read or created; earlier changes remain
   */
  update(synthesized: readonly LoadedStack[]): Promise<PlatformChanges>;
  /**
   * Replaces the monitors with the monitors of newly synthesized stacks. @returns the IDs of the changed monitors
   * @throws Error with the address of the resource that cannot be read; the previous monitors remain in place
   */
  updateMonitors(synthesized: readonly LoadedStack[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Changes to a running platform. */
export interface PlatformChanges extends StackChanges {
  /** IDs of monitors that were removed or changed, or whose SLO changed. */
  readonly monitors: readonly string[];
}

const lastPart = (arn: string) => arn.split(':').at(-1) ?? arn;

/**
 * Runs synthesized stacks in this process.
 * @throws Error with a one-line message that contains the problem, its location and the next step
 */
export async function startPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { directory } = options;
  const region = regionOf(options.stacks);
  const selectResources = (given: readonly LoadedStack[]) =>
    without(withValues(given, options.values), options.without);
  const stacks = selectResources(options.stacks);
  rejectUnsupported(stacks);
  rejectUnknownVariables(stacks, options.variables);
  const declares = (...types: readonly string[]) =>
    stacks.some(({ stack }) => stack.resources.some(({ type }) => types.includes(type)));
  const hasApi = declares('aws_api_gateway_stage', 'aws_apigatewayv2_stage');
  await rejectUsedPorts([
    { option: '--port', port: options.awsPort },
    { option: '--mqtt-port', port: options.mqttPort },
    ...(hasApi ? [{ option: '--api-port', port: options.apiPort }] : []),
  ]);
  const place: AwsAccount = { region, account: localAccount, directory };
  const variables = { ...(await deviceRequests(stacks, directory)), ...options.variables };
  const clock = createClock({ speed: options.speed });
  const authority = await openAuthority(directory, clock.real.now()).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${directory}: its certificates cannot be read (${reason}); remove the folder to create new ones`);
  });

  const bus = createEventBus(clock, lastIdBefore(clock.real.now()));
  bus.listen(options.listen);
  notePlainReferences(stacks, bus);
  const failed = shutdownOnStorageFailure(bus, () => stop());
  if (options.data !== undefined) checkDataFolder(options.data);
  const store = await openStore(options.data, clock, failed);
  const metrics = createMetricStore(store);
  const registry = createRegistry(store, clock);
  const authorizer = createAuthorizer(store, clock, registry);
  logAccessDenied(authorizer, bus);
  const sendTrace = createTraces({ clock, metrics, authorizer });
  const path = options.data === undefined ? undefined : join(options.data, 'tables');
  if (path !== undefined) await recoverInterruptedTables(path);
  if (options.data !== undefined) checkOpenedDatabases(options.data);
  const dynamodb = startDynamoDb({ clock, bus, metrics, store, place, path, failed });
  if (declares('aws_dynamodb_table')) dynamodb.start();
  const writes = options.data === undefined ? undefined : recordWrites(options.data, clock.real);
  const kinesis = createKinesis({ clock, store, metrics });
  const credentials = createCredentials();
  const signers = { credentialsOf: credentials.find, clocks: () => [clock.now(), clock.real.now()] };

  const apis = new Map<string, ServiceApi>();
  const userPools = createUserPools({ clock, place, endpoint: () => gateway.endpoint });
  const gateway = await openGateway({
    port: options.awsPort,
    place,
    services: apis,
    signers,
    authorizer,
    unsigned: async (call) => (await userPools.answer(call)) ?? confirmInBrowser(call, iot.parts.ruleDestinations),
    control: createControlApi({ clock, metrics, bus, fire: (rule, time) => eventBusesOf(parts).fire(rule, time) }),
    written: store.written,
    clock,
  });

  const messaging = await startMessaging({
    store,
    clock,
    region: place.region,
    account: place.account,
    endpoint: () => gateway.endpoint,
    bus,
    authorizer,
    count: (metric, tags) => metrics.record({ metric, tags, value: 1, at: clock.now() }),
    mayDeliver: (sourceArn, resource) => {
      const service = {
        kind: 'service',
        service: 'sns.amazonaws.com',
        sourceArn,
        sourceAccount: place.account,
      } as const;
      return authorizer.authorize({ principal: service, action: 'sqs:SendMessage', resource }).allowed;
    },
  });
  const firehose = createFirehose({ clock, store, bus, metrics, authorizer, messaging });
  const logs = createLogs({
    followed: options.followed,
    authorizer,
    clock,
    store,
    bus,
    metrics,
    region: place.region,
    account: place.account,
    deliver: (destinationArn, data, about) =>
      void kinesis.put(lastPart(destinationArn).replace('stream/', ''), { ...about, data }),
  });
  const iotLogs = createIotLogs({ clock, authorizer, logs, region: place.region, account: place.account });
  const lambda = createLambda({
    clock,
    store,
    bus,
    metrics,
    authorizer,
    region: place.region,
    endpoint: () => gateway.endpoint,
    issue: credentials.add,
    revoke: credentials.remove,
    openLogGroup: logs.openGroup,
    writeLogs: logs.write,
    sendTrace,
    deliver: (delivery) => deliver(delivery),
    isolate: new Set(options.isolate),
    inspect: new Set(options.inspect),
  });
  const deliver = createDestinations({ clock, bus, metrics, authorizer, messaging, invokeAsync: lambda.invokeAsync });
  const queueMappings = createQueueMappings({ clock, bus, authorizer, lambda, messaging, region: place.region });
  const workflows = createWorkflows({
    clock,
    store,
    bus,
    metrics,
    lambda,
    authorizer,
    sendTrace,
    ...place,
    known: knownDefinitions(options.cache && join(options.cache, 'workflows')),
    writeLogs: logs.write,
  });
  const apiGateway = createApiGateway({
    clock,
    bus,
    metrics,
    lambda,
    userPools,
    place,
    authorizer,
    signers,
    writeLogs: logs.write,
  });
  const iotDependencies = {
    place,
    clock,
    store,
    bus,
    metrics,
    authorizer,
    authority,
    registry,
    iotLogs,
    lambda,
    dynamodb,
    kinesis,
    firehose,
    messaging,
    workflows,
    logs,
  };
  const iot = await startIotCore(iotDependencies, {
    mqttPort: options.mqttPort,
    rates: options.rates,
    endpoint: () => gateway.endpoint,
    signers,
    issue: credentials.add,
    revoke: credentials.remove,
  });
  const monitors = createMonitors({
    clock,
    store,
    bus,
    metrics,
    evaluationDelaySeconds: options.evaluationDelaySeconds,
    findMissingMetric,
  });

  const parts: PlatformServices = {
    ...iotDependencies,
    ...iot.parts,
    userPools,
    apiGateway,
    monitors,
    queueMappings,
    streamMappings: createStreamMappings({
      clock,
      store,
      bus,
      metrics,
      kinesis,
      dynamodb,
      lambda,
      authorizer,
      region: place.region,
      deliver,
    }),
  };
  for (const service of services)
    for (const [name, api] of Object.entries(service.apis?.(parts) ?? {})) apis.set(name, api);

  async function stop(): Promise<void> {
    for (const service of services.toReversed()) service.stop?.(parts);
    await iot.close();
    await Promise.all([gateway.close(), apiGateway.close()]);
    for (const service of services.toReversed()) await service.close?.(parts);
    await store.close();
    writes?.close();
  }

  async function run() {
    if (hasApi) await apiGateway.listen(options.apiPort);
    const { ids, stacks: created, ...applied } = await apply(stacks, variables, parts);
    rejectUnknownFunctions(lambda, options);
    reportOrphanedState(stacks, ids, parts);
    for (const service of services) service.start?.(parts);
    await iot.open();
    monitors.start((at) => recordGauges(messaging.gauges(), { metrics, at }));
    return { applied, created };
  }

  // otherwise open ports and threads would keep the caller's process alive
  const { applied, created } = await run().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  let revision = 0;
  let directories = stacks.map((stack) => stack.directory);
  return {
    applied,
    blocks: created,
    get directories() {
      return directories;
    },
    get revision() {
      return revision;
    },
    mqttPort: iot.parts.broker.port,
    endpoint: gateway.endpoint,
    apis: apiGateway.stages(),
    webSockets: apiGateway.socketUrls(),
    credentials: credentials.user,
    clock,
    parts,
    operations: new Map([...apis].map(([name, api]) => [name, api.operations])),
    updateMonitors: (synthesized) => renewMonitors(selectResources(synthesized), variables, parts),
    async update(synthesized) {
      const after = selectResources(synthesized);
      const declared = { ...(await deviceRequests(after, directory)), ...options.variables };
      // count a failed update, too, because its earlier changes remain
      const changes = await updateStacks(after, created, { variables: declared, parts }).finally(() => {
        revision += 1;
        directories = after.map((stack) => stack.directory);
      });
      return { ...changes, monitors: await renewMonitors(after, declared, parts) };
    },
    stop,
  };
}
