import { z } from 'zod';
import { type JsonOperation, operation } from '../gateway/json-api';
import type { ResourceTag } from '../resource-tags';
import { defaultBus } from './event-buses';
import { type EventBridgeParts, findBus, findRule, invalid } from './eventbridge-input';

/** Schema for tags. Source: EventBridge API reference, "Tag". */
export const Tags = z.array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));

const Resource = z.object({ ResourceARN: z.string().min(1).max(1600) });

/** Maximum number of tags of a resource. Source: EventBridge API reference, "PutRule". */
const mostTags = 50;

const resourcePattern = /^arn:aws:events:[^:]+:[^:]+:(event-bus|rule)\/(?:([^/]+)\/)?([^/]+)$/;

/** Checks that a rule or an event bus exists. @throws AwsError if it does not */
function requireResource(parts: EventBridgeParts, arn: string): string {
  const [, kind, bus = defaultBus, name] = resourcePattern.exec(arn) ?? [];
  if (name === undefined)
    throw invalid('Parameter ResourceARN is not valid. Reason: it must be an ARN of a rule or bus.');
  const found = kind === 'rule' ? findRule(parts, bus, name).rule : findBus(parts, name);
  if (found.arn !== arn) throw invalid(`Parameter ResourceARN is not valid. Reason: the ARN is ${found.arn}.`);
  return arn;
}

/** Rejects reserved and repeated keys, and too many tags. @throws AwsError ValidationException */
export function checkTags(added: readonly ResourceTag[], existing: readonly ResourceTag[] = []): void {
  const keys = added.map(({ Key }) => Key);
  if (keys.some((key) => key.startsWith('aws:'))) throw invalid('Tag keys must not start with aws:.');
  if (new Set(keys).size < keys.length) throw invalid('Tag keys must be unique.');
  if (new Set([...existing.map(({ Key }) => Key), ...keys]).size > mostTags)
    throw invalid(`A resource can have at most ${mostTags} tags.`);
}

/** Returns the operations for the tags of rules and event buses. */
export function eventTagOperations(parts: EventBridgeParts): Readonly<Record<string, JsonOperation>> {
  const { tags } = parts;
  return {
    ListTagsForResource: operation(Resource, ({ ResourceARN }) => ({
      Tags: tags.of(requireResource(parts, ResourceARN)),
    })),
    TagResource: operation(Resource.extend({ Tags }), ({ ResourceARN, Tags: added }) => {
      const arn = requireResource(parts, ResourceARN);
      checkTags(added, tags.of(arn));
      tags.add(arn, added);
      return {};
    }),
    UntagResource: operation(Resource.extend({ TagKeys: z.array(z.string()) }), ({ ResourceARN, TagKeys }) => {
      tags.remove(requireResource(parts, ResourceARN), TagKeys);
      return {};
    }),
  };
}
