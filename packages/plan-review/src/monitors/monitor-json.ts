import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { documentIn } from '../plan/json-documents';

/**
 * Converts the JSON of a monitor in the API to attributes of `datadog_monitor`. Returns undefined if the JSON is not an object.
 * Source: API reference, "Create a monitor"
 */
export function attributesOfMonitorJson(text: Value): ValueObject | undefined {
  const json = documentIn(text);
  if (json === undefined || !isObject(json)) return undefined;
  const { options = {}, ...identity } = json;
  const { thresholds, threshold_windows: windows, ...others } = isObject(options) ? options : {};
  return {
    ...identity,
    ...others,
    ...(thresholds !== undefined && { monitor_thresholds: thresholds }),
    ...(windows !== undefined && { monitor_threshold_windows: windows }),
  };
}
