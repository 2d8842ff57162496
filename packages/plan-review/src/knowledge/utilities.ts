/** Types of resources that exist only in the state. */
const inState = [
  'modtm_telemetry',
  'random_id',
  'random_integer',
  'random_pet',
  'random_shuffle',
  'random_string',
  'random_uuid',
  'time_offset',
  'time_sleep',
  'time_static',
] as const;

/** Types of resources that exist only in the state or on the machine that applies the plan. */
const local = [
  ...inState,
  'archive_file',
  'cloudinit_config',
  'external',
  'local_file',
  'local_sensitive_file',
  'null_resource',
  'random_bytes',
  'random_password',
  'terraform_data',
  'time_rotating',
  'tls_cert_request',
  'tls_locally_signed_cert',
  'tls_private_key',
  'tls_self_signed_cert',
] as const;

/** Returns whether a resource type comes from a utility provider. Changes to such resources do not affect infrastructure directly. */
export const isUtility = (type: string): boolean => utilities.has(type);

const utilities: ReadonlySet<string> = new Set(local);

/** Returns whether a resource type exists only in the state, and does nothing by itself. */
export const isOnlyInState = (type: string): boolean => stateTypes.has(type);

const stateTypes: ReadonlySet<string> = new Set(inState);

/**
 * Returns whether the provider removes a resource of this type from the state when its time is over, so that the next plan creates it again.
 * Source: Terraform Registry, hashicorp/time 0.13, "time_rotating"
 */
export const isTimed = (type: string): boolean => type === 'time_rotating';

/** Resource types that every deployment replaces, or whose deletion has no effect. */
const disposable: ReadonlySet<string> = new Set([
  ...inState,
  'archive_file',
  'aws_acm_certificate_validation',
  'aws_api_gateway_deployment',
  'azurerm_log_analytics_saved_search',
  'cloudflare_observatory_scheduled_test',
  'datadog_team_link',
  'external',
  'github_issue_label',
  'github_issue_labels',
  'local_file',
  'null_resource',
  'pagerduty_tag',
  'pagerduty_tag_assignment',
  'terraform_data',
]);

/** Types of which every change creates a new revision. Users of an old revision keep running. Source: Terraform Registry, hashicorp/aws 6 */
const revised: ReadonlySet<string> = new Set([
  'aws_appconfig_deployment',
  'aws_appconfig_hosted_configuration_version',
  'aws_batch_job_definition',
  'aws_ecs_task_definition',
  'aws_lambda_layer_version',
]);

/** Returns whether the replacement of a resource of this type only adds a revision. */
export const isRevised = (type: string): boolean => revised.has(type);

/** Returns whether a reviewer can ignore the deletion or replacement of a resource of this type. */
export const isDisposable = (type: string): boolean => disposable.has(type);
