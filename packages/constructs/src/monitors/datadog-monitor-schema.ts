import * as z from 'zod';
import { settingsShape } from './settings-schema';

const text = z.string().min(1, 'must not be empty');
const number = z.exactOptional(z.number());

/**
 * Properties of a monitor that is declared exactly as Datadog stores it: with its own message, tags and priority. Omitted options
 * have Datadog's defaults.
 */
export const datadogMonitorSchema = z.strictObject({
  /** Id in Terraform. */
  id: z
    .string()
    .regex(/^[A-Za-z_][\w-]*$/, 'must consist of letters, digits, _ and -, and must not start with a digit'),
  name: text,
  /** Type in Datadog, for example `metric alert`. */
  type: text,
  query: text,
  /** Message with its conditions and handles, as Datadog stores it. */
  message: z.string(),
  /**
   * Thresholds in addition to the threshold in the query. If `critical` is set, it must equal the threshold in the query. The
   * thresholds of a service check are numbers of consecutive runs.
   */
  thresholds: z.exactOptional(
    z.strictObject({
      critical: number,
      criticalRecovery: number,
      warning: number,
      warningRecovery: number,
      ok: number,
      unknown: number,
    }),
  ),
  tags: z.exactOptional(z.array(z.string())),
  /** Priority, from 1 (highest) to 5. */
  priority: number,
  /** Publication status. A draft sends no notifications. */
  draftStatus: z.exactOptional(z.enum(['draft', 'published'])),
  ...settingsShape,
  /** Queries of a formula, with the API's field names. */
  variables: z.exactOptional(z.array(z.record(z.string(), z.unknown()))),
  /** Runbooks. */
  assets: z.exactOptional(z.array(z.record(z.string(), z.unknown()))),
  /** Options for which there is no property, with the API's names: `{ avalanche_window: 10 }`. */
  otherOptions: z.exactOptional(z.record(z.string(), z.unknown())),
  /** Attributes other than options for which there is no property, with the API's names. */
  otherAttributes: z.exactOptional(z.record(z.string(), z.unknown())),
  /** Id of the existing monitor in Datadog. Terraform takes over this monitor and its history instead of creating a monitor. */
  datadogId: z.exactOptional(z.string().regex(/^\d+$/, 'must be a number in a string')),
  /** Earlier id in Terraform. Terraform renames the resource instead of replacing it. */
  movedFrom: z.exactOptional(text),
});
