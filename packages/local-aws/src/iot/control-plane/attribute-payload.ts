import { z } from 'zod';
import { pattern } from './control-input';

/** Schema for the attributes of a thing or thing group. Source: API reference, "AttributePayload". */
export const AttributePayload = z.object({
  attributes: z
    .record(pattern('[a-zA-Z0-9_.,@/:#-]+').max(128), pattern('[a-zA-Z0-9_.,@/:#=\\[\\]-]*').max(800))
    .optional(),
  merge: z.boolean().default(false),
});

/**
 * Returns the attributes after an update. An attribute with an empty value is removed. Source: API reference,
 * "AttributePayload".
 */
export function updateAttributes(
  before: Readonly<Record<string, string>>,
  payload: z.output<typeof AttributePayload> | undefined,
): Record<string, string> {
  if (payload?.attributes === undefined) return { ...before };
  const merged = payload.merge ? { ...before, ...payload.attributes } : payload.attributes;
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}
