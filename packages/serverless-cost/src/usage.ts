import type { Fleet } from './fleet-usage';
import type { Flow } from './flow/flow';
import type { Platform } from './platform';
import type { PriceName } from './prices/price-names';
import type { Resource } from './resource';

/** Monthly quantity of a priced item. */
export interface Usage {
  /** Name on the AWS bill. */
  readonly service: string;
  readonly slice: string;
  /** Address of the resource, or a group such as `(devices)`. */
  readonly resource: string;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly name: PriceName;
}

/** Input of the services. */
export interface Month {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly flow: Flow;
}

/** Service with its monthly usage. */
export interface Service {
  /** Resource types that it supports, including those whose usage is part of another one. */
  readonly types: readonly string[];
  readonly usages: (month: Month) => readonly Usage[];
}

export const at = ({ slice, address }: Resource) => ({ slice, resource: address });
