import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const PlanJson = z.looseObject({ resource_changes: z.array(z.looseObject({ address: z.string(), type: z.string() })) });

export type RealPlan = z.infer<typeof PlanJson>;

/** Names of the plans in this folder. */
export const realPlans = ['create', 'first-after-create', 'mixed', 'monitors'] as const;

/** Reads one of the plans in this folder as JSON. */
export const realPlan = (name: (typeof realPlans)[number]): RealPlan =>
  PlanJson.parse(JSON.parse(gunzipSync(readFileSync(join(__dirname, `dev-${name}.json.gz`))).toString('utf8')));
