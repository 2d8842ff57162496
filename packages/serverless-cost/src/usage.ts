import type { Fleet } from './fleet-usage';
import type { Flow } from './flow/flow';
import type { Platform } from './platform-resources';
import type { PriceName } from './prices/price-names';
import type { Resource } from './resource';

/** Monthly quantity of a priced item. */
export interface Usage {
  /** Name of the service on the AWS bill. */
  readonly service: string;
  readonly slice: string;
  /** Address of the resource, or a group such as `(devices)`. */
  readonly resource: string;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly name: PriceName;
}

/** Input from which a service calculates its monthly usage. */
export interface Month {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly flow: Flow;
}

/** Billed service, with a function that returns its monthly usage. */
export interface Service {
  /** Supported resource types, including types whose usage is billed as part of another type. */
  readonly types: readonly string[];
  readonly usages: (month: Month) => readonly Usage[];
}

export const at = ({ slice, address }: Resource) => ({ slice, resource: address });
