import type { Fleet } from './fleet';
import type { Flow } from './flow/flow';
import type { Platform } from './platform';
import type { PriceName } from './prices/price-names';
import type { Resource } from './resource';

/** So many units of something that has a price, in a month. */
export interface Usage {
  /** As AWS's bill calls it. */
  readonly service: string;
  readonly slice: string;
  /** Address of the resource, or what stands in its place, such as `(devices)`. */
  readonly resource: string;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly name: PriceName;
}

/** What services count in. */
export interface Month {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly flow: Flow;
}

/** What one service bills of a month. */
export interface Service {
  /** Types of resources that it counts, or whose use another of them pays for. */
  readonly types: readonly string[];
  readonly usages: (month: Month) => readonly Usage[];
}

export const at = ({ slice, address }: Resource) => ({ slice, resource: address });
