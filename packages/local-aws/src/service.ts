import type { ValueObject } from '@himeshima/terraform-json';
import type { ServiceApi } from './gateway/service-api';
import type { ResourceType } from './resource-type';
import type { PlatformServices } from './services';

/**
 * Function that returns the attributes of a `data` block.
 * @param directory folder of the stack; relative paths are resolved against it
 * @throws Error if the resource is not declared, or the arguments are invalid
 */
export type DataSource = (parts: PlatformServices, attributes: ValueObject, directory: string) => ValueObject;

export type ResourceTypes = Readonly<Record<string, ResourceType>>;
export type DataSources = Readonly<Record<string, DataSource>>;

/** Service of the local runtime, from AWS or another vendor: an entry in the table in service-table.ts. */
export interface Service {
  readonly resources?: ResourceTypes;
  readonly dataSources?: DataSources;
  /** Returns the service's APIs, keyed by signing name. */
  apis?(parts: PlatformServices): Readonly<Record<string, ServiceApi>>;
  /**
   * Names of the metrics that the service emits, keyed by namespace. The names omit `aws.` and the namespace, and are
   * separated by white space: `{ events: 'invocations triggered_rules' }`.
   */
  readonly metrics?: Readonly<Record<string, string>>;
  /** Resumes the service's unfinished work from the previous run. Called when all resources exist. */
  start?(parts: PlatformServices): void;
  /** Stops background work, such as schedules and polling. Called while the ports are still open. */
  stop?(parts: PlatformServices): void;
  /** Releases threads and databases. Called after the last response. */
  close?(parts: PlatformServices): Promise<void> | void;
}
