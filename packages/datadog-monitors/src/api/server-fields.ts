/**
 * Fields that the server sets and that do not belong to a monitor's definition. Source: DataDog/terraform-provider-datadog,
 * datadog/resource_datadog_monitor_json.go, monitorComputedFields; API reference, "Get all monitors". `silenced` is an older form of
 * downtimes.
 */
export const serverFields: ReadonlySet<string> = new Set([
  'id',
  // kennel writes the type of the resource into each generated file
  'api_resource',
  'author_handle',
  'author_name',
  'classification',
  'created',
  'created_at',
  'creator',
  'deleted',
  'matching_downtimes',
  'modified',
  'modified_at',
  'modifier',
  'multi',
  'org_id',
  'overall_state',
  'overall_state_modified',
  'restricted',
  'run_as',
  'silenced',
  'state',
  'url',
]);

/** Returns the fields that belong to a monitor's definition. */
export const withoutServerFields = (json: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(json).filter(([key]) => !serverFields.has(key)));
