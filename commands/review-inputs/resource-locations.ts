import { readFileSync } from 'node:fs';
import { placesInPlan, type Read, type SourceLocation } from '@himeshima/plan-review/cli';
import { placesInCode } from './code-locations';

/** Source of resources that our code declares: a plan with a function that reads a plan, or a synthesized stack. */
type Source = { readonly plan: string; readonly read?: Read } | { readonly synthesized: string };

/** Returns a function that finds the location of a resource. */
export const locateResources = (source: Source): ((address: string) => SourceLocation) =>
  'plan' in source ? placesInPlan(source.plan, source.read ?? readFileSync) : placesInCode(source.synthesized);
