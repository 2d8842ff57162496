import { isFields } from './gateway/json-api';
import { tagsOf } from './resource-tags';
import type { PlatformServices } from './services';

type Tags = Readonly<Record<string, string>>;

function addResourceTags(parts: PlatformServices, arn: string, tags: Tags): void {
  tagsOf(parts).add(
    arn,
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  );
}

/** Functions that add the declared tags of a resource, by the service in the resource's ARN. */
const taggers: Readonly<Record<string, (parts: PlatformServices, arn: string, tags: Tags) => unknown>> = {
  dynamodb: ({ dynamodb }, arn, tags) => dynamodb.tagTable(arn, tags),
  events: addResourceTags,
  iot: addResourceTags,
  sns: ({ messaging }, arn, tags) => messaging.tagTopic(arn, tags),
  sqs: ({ messaging }, arn, tags) => messaging.tagQueue(arn, tags),
};

/** Returns the tags of a resource; in a plan, `tags_all` also contains the provider's default tags. */
function tagsIn({ tags, tags_all: all = tags }: Readonly<Record<string, unknown>>): Tags {
  const entries = Object.entries(isFields(all) ? all : {});
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

/** Adds the declared tags of a resource, so that the tagging operations of its service return them. */
export async function addDeclaredTags(
  parts: PlatformServices,
  attributes: Readonly<Record<string, unknown>>,
  arn: unknown,
): Promise<void> {
  const tags = tagsIn(attributes);
  if (typeof arn !== 'string' || Object.keys(tags).length === 0) return;
  await taggers[arn.split(':')[2] ?? '']?.(parts, arn, tags);
}
