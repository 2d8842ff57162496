import type { ApiGateway } from './api-gateway/api-gateway';
import type { Athena } from './athena/athena';
import type { Authorizer } from './authorize';
import type { Authority } from './certificates/authority';
import type { Clock } from './clock';
import type { UserPools } from './cognito/user-pools';
import type { Monitors } from './datadog/monitors';
import type { DynamoDb } from './dynamodb/dynamodb';
import type { Schedules } from './eventbridge/schedules';
import type { EventBus } from './events';
import type { Firehose } from './firehose/firehose';
import type { Catalog } from './glue/catalog';
import type { Audit } from './iot/audit/audit';
import type { Broker } from './iot/broker';
import type { DeviceDefender } from './iot/device-defender';
import type { FleetIndex } from './iot/fleet-index';
import type { IotLogs } from './iot/iot-logs';
import type { Provisioning } from './iot/provisioning/provisioning';
import type { Registry } from './iot/registry';
import type { RegistryEvents } from './iot/registry-events';
import type { Rules } from './iot/rules';
import type { Shadows } from './iot/shadows';
import type { Kinesis } from './kinesis/kinesis';
import type { Lambda } from './lambda/lambda';
import type { StreamMapping } from './lambda/stream-mapping';
import type { Logs } from './logs/logs';
import type { Messaging } from './messaging/messaging';
import type { MetricStore } from './metrics';
import type { Workflows } from './step-functions/workflows';
import type { Store } from './store';

/** Where the platform pretends to be. */
export interface Place {
  region: string;
  /** The laptop's account, as other emulators have it. */
  account: string;
  /** The platform's own folder: keys, certificates, unpacked functions. */
  directory: string;
}

/** Every part of the running platform, as resources are created in them. */
export interface Parts {
  place: Place;
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  authorizer: Authorizer;
  authority: Authority;
  registry: Registry;
  registryEvents: RegistryEvents;
  iotLogs: IotLogs;
  fleetIndex: FleetIndex;
  audit: Audit;
  broker: Broker;
  deviceDefender: DeviceDefender;
  shadows: Shadows;
  rules: Rules;
  provisioning: Provisioning;
  lambda: Lambda;
  startStream(mapping: StreamMapping): void;
  logs: Logs;
  kinesis: Kinesis;
  firehose: Firehose;
  dynamodb: DynamoDb;
  messaging: Messaging;
  catalog: Catalog;
  athena: Athena;
  workflows: Workflows;
  schedules: Schedules;
  userPools: UserPools;
  apiGateway: ApiGateway;
  monitors: Monitors;
}
