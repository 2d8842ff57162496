import { apiAccessLogs } from './apigateway/access-logs';
import { apiAuthorization } from './apigateway/authorization';
import { athenaEncryption } from './athena/encryption';
import { athenaEnforced } from './athena/enforced';
import type { Check } from './check';
import { dynamodbDeletionProtection } from './dynamodb/deletion-protection';
import { dynamodbEncryption } from './dynamodb/encryption';
import { dynamodbRecovery } from './dynamodb/recovery';
import { firehoseEncryption } from './firehose/encryption';
import { iamAnyResource } from './iam/any-resource';
import { iamEverything } from './iam/everything';
import { iotCertificateCsr } from './iot/certificate-csr';
import { iotCertificateExpiry } from './iot/certificate-expiry';
import { iotCertificateShared } from './iot/certificate-shared';
import { iotDomainTls } from './iot/domain-tls';
import { iotIndexing } from './iot/indexing';
import { iotLogging } from './iot/logging';
import { iotPolicyConnect } from './iot/policy-connect';
import { iotPolicyDeny } from './iot/policy-deny';
import { iotPolicyWildcard } from './iot/policy-wildcard';
import { iotRuleBasicIngest } from './iot/rule-basic-ingest';
import { iotRuleErrorAction } from './iot/rule-error-action';
import { iotRuleEverything } from './iot/rule-everything';
import { iotRuleIngestion } from './iot/rule-ingestion';
import { iotRuleSqlVersion } from './iot/rule-sql-version';
import { iotTemplateHook } from './iot/template-hook';
import { kinesisEncryption } from './kinesis/encryption';
import { lambdaConcurrency } from './lambda/concurrency';
import { lambdaErrorsWatched } from './lambda/errors-watched';
import { lambdaFailureDestination } from './lambda/failure-destination';
import { lambdaJsonLogs } from './lambda/json-logs';
import { lambdaOwnRole } from './lambda/own-role';
import { lambdaPermissionSource } from './lambda/permission-source';
import { lambdaRuntime } from './lambda/runtime';
import { lambdaSecrets } from './lambda/secrets';
import { lambdaTracing } from './lambda/tracing';
import { logsEncryption } from './logs/encryption';
import { logsRetention } from './logs/retention';
import { mappingBisect } from './mapping/bisect';
import { mappingFailureDestination } from './mapping/failure-destination';
import { mappingPartialFailures } from './mapping/partial-failures';
import { mappingRetries } from './mapping/retries';
import { monitorDestination } from './monitor/destination';
import { monitorDraft } from './monitor/draft';
import { monitorMissingData } from './monitor/missing-data';
import { monitorPriority } from './monitor/priority';
import { monitorRecovery } from './monitor/recovery';
import { monitorTags } from './monitor/tags';
import { s3Lifecycle } from './s3/lifecycle';
import { s3PublicAccess } from './s3/public-access';
import { s3Tls } from './s3/tls';
import { s3Versioning } from './s3/versioning';
import { snsEncryption } from './sns/encryption';
import { snsPublic } from './sns/public';
import { sqsEncryption } from './sqs/encryption';
import { sqsPublic } from './sqs/public';
import { sqsRedrive } from './sqs/redrive';
import { sqsVisibility } from './sqs/visibility';
import { tagged } from './tags/tagged';
import { workflowLogging } from './workflow/logging';
import { workflowTracing } from './workflow/tracing';

/** Every check; packages/plan-review/README.md says how one is added. */
export const checks: readonly Check[] = [
  apiAccessLogs,
  apiAuthorization,
  athenaEncryption,
  athenaEnforced,
  dynamodbDeletionProtection,
  dynamodbEncryption,
  dynamodbRecovery,
  firehoseEncryption,
  iamAnyResource,
  iamEverything,
  iotCertificateCsr,
  iotCertificateExpiry,
  iotCertificateShared,
  iotDomainTls,
  iotIndexing,
  iotLogging,
  iotPolicyConnect,
  iotPolicyDeny,
  iotPolicyWildcard,
  iotRuleBasicIngest,
  iotRuleErrorAction,
  iotRuleEverything,
  iotRuleIngestion,
  iotRuleSqlVersion,
  iotTemplateHook,
  kinesisEncryption,
  lambdaConcurrency,
  lambdaErrorsWatched,
  lambdaFailureDestination,
  lambdaJsonLogs,
  lambdaOwnRole,
  lambdaPermissionSource,
  lambdaRuntime,
  lambdaSecrets,
  lambdaTracing,
  logsEncryption,
  logsRetention,
  mappingBisect,
  mappingFailureDestination,
  mappingPartialFailures,
  mappingRetries,
  monitorDestination,
  monitorDraft,
  monitorMissingData,
  monitorPriority,
  monitorRecovery,
  monitorTags,
  s3Lifecycle,
  s3PublicAccess,
  s3Tls,
  s3Versioning,
  snsEncryption,
  snsPublic,
  sqsEncryption,
  sqsPublic,
  sqsRedrive,
  sqsVisibility,
  tagged,
  workflowLogging,
  workflowTracing,
];
