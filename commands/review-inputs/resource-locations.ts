import { readFileSync } from 'node:fs';
import { placesInPlan, type ReadBytes, type SourceLocation } from '@himeshima/plan-review/cli';
import { placesInCode } from './code-locations';

/** Source of the resources: a plan, optionally with a function that reads the plan's file, or a synthesized stack. */
type Source = { readonly plan: string; readonly read?: ReadBytes } | { readonly synthesized: string };

/** Returns a function that finds the location of a resource. */
export const locateResources = (source: Source): ((address: string) => SourceLocation) =>
  'plan' in source ? placesInPlan(source.plan, source.read ?? readFileSync) : placesInCode(source.synthesized);
