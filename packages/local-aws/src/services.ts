import type { ApiGateway } from './api-gateway/api-gateway';
import type { Authorizer } from './authorize';
import type { AwsAccount } from './aws-account';
import type { Authority } from './certificates/authority';
import type { Clock } from './clock';
import type { UserPools } from './cognito/user-pools';
import type { Monitors } from './datadog/monitor-evaluation';
import type { DynamoDb } from './dynamodb/dynamodb';
import type { EventBus } from './events';
import type { Firehose } from './firehose/firehose';
import type { ServiceApi } from './gateway/service-api';
import type { Audit } from './iot/audit/audit';
import type { Broker } from './iot/broker/broker';
import type { RetainedMessages } from './iot/broker/retained-messages';
import type { DeviceDefender } from './iot/device-defender';
import type { IotLogs } from './iot/iot-logs';
import type { MessageFlow } from './iot/message-flow';
import type { Presence } from './iot/presence';
import type { Provisioning } from './iot/provisioning/fleet-provisioning';
import type { RateFactor } from './iot/rates/throttle';
import type { FleetIndex } from './iot/registry/fleet-index';
import type { RegistryEvents } from './iot/registry/registry-events';
import type { Registry } from './iot/registry/thing-registry';
import type { RuleDestinations } from './iot/rules/rule-destinations';
import type { Rules } from './iot/rules/rules-engine';
import type { Shadows } from './iot/shadows/shadow-service';
import type { Kinesis } from './kinesis/kinesis';
import type { Lambda } from './lambda/lambda-service';
import type { QueueMappings } from './lambda/queue-mappings';
import type { StreamMappings } from './lambda/stream-mappings';
import type { Logs } from './logs/logs';
import type { Messaging } from './messaging/messaging';
import type { MetricStore } from './metrics';
import type { Workflows } from './step-functions/workflows';
import type { Store } from './store';

/**
 * Services of the running platform that are used by other services and resources. A service that is used only by its own
 * resources and API is created with perPlatform instead.
 */
export interface PlatformServices {
  place: AwsAccount;
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
  presence: Presence;
  retained: RetainedMessages;
  messages: MessageFlow;
  /** AWS IoT's data plane, which devices can also call. */
  dataPlane: ServiceApi;
  /** Multiplier for AWS IoT's quotas. */
  rates: RateFactor;
  deviceDefender: DeviceDefender;
  shadows: Shadows;
  rules: Rules;
  ruleDestinations: RuleDestinations;
  provisioning: Provisioning;
  lambda: Lambda;
  streamMappings: StreamMappings;
  queueMappings: QueueMappings;
  logs: Logs;
  kinesis: Kinesis;
  firehose: Firehose;
  dynamodb: DynamoDb;
  messaging: Messaging;
  workflows: Workflows;
  userPools: UserPools;
  apiGateway: ApiGateway;
  monitors: Monitors;
}
