import * as z from 'zod';
import { parseTagSearch, type TagSearch } from './tag-search';

/** Rule that adds recipients to the notifications of all monitors with certain tags. */
export interface NotificationRule {
  readonly name: string;
  /** Printed filter, for example `team:shop`. */
  readonly filter: string;
  readonly applies: TagSearch;
  readonly recipients: readonly string[];
  readonly conditions: readonly {
    readonly scope: string;
    readonly applies: TagSearch;
    readonly recipients: readonly string[];
  }[];
  /** Recipients if no condition applies. */
  readonly fallback: readonly string[];
}

/** Creates a schema that accepts a Terraform block, which is a list with one element, or an object from the API. */
const one = <T extends z.ZodType>(form: T) =>
  z.preprocess((block) => (Array.isArray(block) ? block[0] : block), form.nullish());
const list = z
  .array(z.string())
  .nullish()
  .transform((items) => items ?? []);

const ruleForm = z.object({
  name: z.string(),
  recipients: list,
  filter: one(z.object({ tags: list, scope: z.string().nullish() })),
  conditional_recipients: one(
    z.object({
      conditions: z
        .array(z.object({ scope: z.string(), recipients: list }))
        .nullish()
        .transform((items) => items ?? []),
      fallback_recipients: list,
    }),
  ),
});

/**
 * Reads the attributes of a rule from the API or of a `datadog_monitor_notification_rule`.
 * @throws ZodError, TagSearchError
 * Source: API reference, "Create a monitor notification rule"; docs.datadoghq.com/monitors/notify/notification_rules
 */
export function readNotificationRule(attributes: unknown): NotificationRule {
  const { name, recipients, filter, conditional_recipients: conditional } = ruleForm.parse(attributes);
  const text = filter?.scope ?? (filter?.tags ?? []).join(' AND ');
  return {
    name,
    filter: text === '' ? '*' : text,
    applies: parseTagSearch(text),
    recipients,
    conditions: (conditional?.conditions ?? []).map((condition) => ({
      ...condition,
      applies: parseTagSearch(condition.scope),
    })),
    fallback: conditional?.fallback_recipients ?? [],
  };
}
