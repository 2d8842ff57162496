import type { ChangedAttribute } from '../../knowledge/attribute-values';
import type { Meaning } from '../../knowledge/row';
import type { Phrase } from '../../phrase';
import type { Change } from '../../plan/plan';

/** Danger that a generic rule finds in an attribute. */
export interface GenericFinding {
  readonly meaning: Meaning;
  /** Phrase to append to the resource address. */
  readonly what: Phrase;
}

/** Function that judges one changed attribute of any resource by its name and values. */
export type GenericRule = (attribute: ChangedAttribute, change: Change) => GenericFinding | undefined;
