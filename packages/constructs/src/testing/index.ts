export type { StackInput, SynthesizableStack } from './declared-stack';
export { type EncryptedDataOptions, expectEncryptedData } from './encrypted-data';
export { expectEveryResourceMonitored, type MonitoredOptions } from './every-resource-monitored';
export type { Accepts } from './findings';
export { expectLeastPrivilege, type LeastPrivilegeOptions } from './least-privilege';
export { expectLogRetention, type LogRetentionOptions } from './log-retention';
export { type BehaviorCase, describeMonitorBehavior, keepsState, type MonitorBehavior } from './monitor-behavior';
export type { MonitoredMetric, MonitoredType, NameTag } from './monitored-metrics';
export { expectNoPublicAccess, type PublicAccessOptions } from './public-access';
