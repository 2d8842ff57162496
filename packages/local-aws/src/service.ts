import type { ValueObject } from '@himeshima/terraform-json';
import type { ServiceApi } from './gateway/request';
import type { ResourceType } from './resource-type';
import type { PlatformServices } from './services';

/**
 * Reads a `data` block.
 * @param directory folder of the stack; relative paths are resolved against it
 * @throws Error if the resource is not declared, or the arguments are invalid
 */
export type DataSource = (parts: PlatformServices, attributes: ValueObject, directory: string) => ValueObject;

export type ResourceTypes = Readonly<Record<string, ResourceType>>;
export type DataSources = Readonly<Record<string, DataSource>>;

/** An AWS or other service of the local runtime: an entry of the table in service-table.ts. */
export interface Service {
  readonly resources?: ResourceTypes;
  readonly dataSources?: DataSources;
  /** Returns its APIs by signing name. */
  apis?(parts: PlatformServices): Readonly<Record<string, ServiceApi>>;
  /** Metrics that it emits, without `aws.` and the namespace, separated by white space: `{ events: 'invocations' }`. */
  readonly metrics?: Readonly<Record<string, string>>;
  /** Resumes what the previous run left unfinished. Called when all resources exist. */
  start?(parts: PlatformServices): void;
  /** Stops what runs by itself, such as schedules and polling. Called while the ports are still open. */
  stop?(parts: PlatformServices): void;
  /** Releases threads and databases. Called after the last response. */
  close?(parts: PlatformServices): Promise<void> | void;
}
