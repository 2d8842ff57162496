export { AlertTopic, publish } from './aws/alert-topic';
export { DeliveryStream, grantPutRecord } from './aws/delivery-stream';
export { DeviceKind, mayPublish, ownThing } from './aws/device-kind';
export { DevicePolicy } from './aws/device-policy';
export { EncryptionKey } from './aws/encryption-key';
export { ExampleThing } from './aws/example-thing';
export { FailureQueue, send } from './aws/failure-queue';
export { FunctionAccess } from './aws/function-access';
export { appendTo, deliverBy, IotRule, invoke, notify, type RuleAction, store } from './aws/iot-rule';
export { LogForwarding, type Logging } from './aws/log-forwarding';
export { grantInvoke, NodeFunction, zipOf } from './aws/node-function';
export { ParkedRecords } from './aws/parked-records';
export {
  type Grant,
  policyJson,
  type ResourceStatement,
  type Statement,
  trustJson,
} from './aws/policy-document';
export { PrivateBucket } from './aws/private-bucket';
export { ProvisioningTemplate } from './aws/provisioning-template';
export { type Rate, RestApi, type RestApiSettings } from './aws/rest-api';
export { restrictBucketAccess } from './aws/restrict-bucket-access';
export { endings, newest, SavedQuery } from './aws/saved-query';
export { Schedule } from './aws/schedule';
export { ServiceRole } from './aws/service-role';
export { retryLambda, type StateMachine } from './aws/state-language';
export { append, Stream } from './aws/stream';
export { StreamToFunction } from './aws/stream-to-function';
export {
  put,
  putMany,
  query,
  queryIndex,
  read,
  readMany,
  remove,
  removeMany,
  Table,
  update,
} from './aws/table';
export { UserPool } from './aws/user-pool';
export { pushTo, WebSocketApi } from './aws/web-socket-api';
export {
  grantDescribeExecution,
  grantSendTaskFailure,
  grantSendTaskSuccess,
  grantStartAndWait,
  grantStartExecution,
  Workflow,
} from './aws/workflow';
export { invalidSettings } from './checks/environment-settings';
export { ApiLogs } from './foundation/api-logs';
export { Boundary } from './foundation/boundary';
export { Budgets, budgetsUseTheKey } from './foundation/budgets';
export { DatadogIntegration } from './foundation/datadog-integration';
export { DeviceAudit } from './foundation/device-audit';
export { IotLogs } from './foundation/iot-logs';
export { namespacesInUse } from './foundation/namespaces-in-use';
export { Pipeline } from './foundation/pipeline';
export { githubIdentity, gitlabIdentity, type JobsOf, type PipelineIdentity } from './foundation/pipeline-identity';
export { Registry } from './foundation/registry';
export { rights } from './foundation/rights/rights';
export { StateBucket } from './foundation/state-bucket';
export { declareDatadogMonitors } from './monitoring/declare-datadog-monitors';
export { declareDowntimes } from './monitoring/declare-downtimes';
export { declareMonitoring } from './monitoring/declare-monitoring';
export { declareMonitors } from './monitoring/declare-monitors';
export { declareNotificationRules } from './monitoring/declare-notification-rules';
export { declareSlos } from './monitoring/declare-slos';
export { declareTeams } from './monitoring/declare-teams';
export { monitorTagsOf } from './monitors/monitor-tags';
export {
  type Declaration,
  type DeclaredEnvironment,
  type DeclaredStacks,
  declareStacks,
} from './project/declare-stacks';
export type { DeclaredFunction } from './project/declared-functions';
export { printProblems } from './project/print-problems';
export { callLocation } from './stack/call-location';
export { collect, declaredIn, reportIfCollected } from './stack/collect';
export { declareDatadog } from './stack/datadog-provider';
export { DeclaredConstruct, withCallSite } from './stack/declared-construct';
export { environmentContext } from './stack/environment-context';
export { Feature } from './stack/feature';
export { declareOutputs } from './stack/outputs';
export { type NamedEnvironment, type PhysicalNames, physicalNames } from './stack/physical-names';
export { type Platform, type PlatformSettings, platformOf, providePlatform } from './stack/platform';
export { duplicateId, type Problem, positionIn, report, reportedIn, type TextPosition } from './stack/problems';
export { declareAws } from './stack/providers';
export { ReadableStack } from './stack/readable-stack';
export {
  type FoundProblem,
  problemsOf,
  Refusal,
  type RefusedProblem,
  refusalOf,
} from './stack/refusal';
export { type SourceLocation, sourceLocations } from './stack/source-locations';
export { StackContext } from './stack/stack-context';
export { withoutStackTraces } from './stack/without-stack-traces';
