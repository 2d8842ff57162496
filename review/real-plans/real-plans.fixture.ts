import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const PlanJson = z.looseObject({ resource_changes: z.array(z.looseObject({ address: z.string(), type: z.string() })) });

/** Reads one of the plans in this folder as JSON. */
export const realPlan = (name: 'create' | 'first-after-create' | 'mixed' | 'monitors'): z.infer<typeof PlanJson> =>
  PlanJson.parse(JSON.parse(gunzipSync(readFileSync(join(__dirname, `dev-${name}.json.gz`))).toString('utf8')));
