import { readFileSync } from 'node:fs';
import { placesInPlan, type Read, type SourceLocation } from '@himeshima/plan-review/cli';
import { placesInCode } from './code-locations';

/** A plan with a function that reads it, or a synthesized stack. Both contain resources that our code declares. */
type Source = { readonly plan: string; readonly read?: Read } | { readonly synthesized: string };

/** Returns a function that finds the location of a resource. */
export const locateResources = (source: Source): ((address: string) => SourceLocation) =>
  'plan' in source ? placesInPlan(source.plan, source.read ?? readFileSync) : placesInCode(source.synthesized);
