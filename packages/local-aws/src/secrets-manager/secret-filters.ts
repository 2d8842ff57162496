import { z } from 'zod';
import type { Secret } from './secrets';

/** Schema for the filters of ListSecrets. Source: Secrets Manager API reference, "Filter". */
export const SecretFilters = z
  .array(
    z.object({
      Key: z.enum(['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all']),
      Values: z
        .array(
          z
            .string()
            .max(512)
            .regex(/^!?[a-zA-Z0-9 :_@/+=.\-!]*$/),
        )
        .min(1)
        .max(10),
    }),
  )
  .max(10)
  .default([]);
type SecretFilter = z.infer<typeof SecretFilters>[number];

const begins = (texts: readonly string[], value: string) => texts.some((text) => text.startsWith(value));
const lower = (text: string) => text.toLowerCase();

const attributesOf = ({ name, description = '', tags }: Secret) => [name, description, ...Object.entries(tags).flat()];

/** Comparisons by key. A local secret has neither replicas nor an owning service. */
const matchesOf: Readonly<Record<SecretFilter['Key'], (secret: Secret, value: string) => boolean>> = {
  description: ({ description = '' }, value) => begins([lower(description)], lower(value)),
  name: ({ name }, value) => begins([name], value),
  'tag-key': ({ tags }, value) => begins(Object.keys(tags), value),
  'tag-value': ({ tags }, value) => begins(Object.values(tags), value),
  'primary-region': () => false,
  'owning-service': () => false,
  all: (secret, value) =>
    lower(value)
      .split(/[ :_@/+=.\-!]+/)
      .every((word) => attributesOf(secret).some((text) => lower(text).includes(word))),
};

/** Returns whether a secret passes all filters. A filter matches any one of its values; an exclamation mark negates a value. */
export const passesFilters = (secret: Secret, filters: readonly SecretFilter[]): boolean =>
  filters.every(({ Key, Values }) =>
    Values.some((value) =>
      value.startsWith('!') ? !matchesOf[Key](secret, value.slice(1)) : matchesOf[Key](secret, value),
    ),
  );
