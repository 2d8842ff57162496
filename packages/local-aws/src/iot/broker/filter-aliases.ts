import { parseSharedFilter, parseTopicFilter } from '@himeshima/iot';
import type { SubscribePacket, UnsubscribePacket } from 'aedes';

const [sharePrefix, sharedAlias, invalidAlias] = ['$share/', '$shared/', '$unfit/'];

/** Validates a topic filter. Throws a TopicError if AWS IoT rejects the filter. */
export function checkFilter(filter: string): void {
  if (parseSharedFilter(filter) === undefined) parseTopicFilter(filter);
}

function isFilter(text: string): boolean {
  try {
    checkFilter(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the alias under which aedes stores a filter. Shared and invalid filters need an alias: before aedes calls any hook,
 * it rejects MQTT 5's shared filters and closes the connection for some invalid filters (lib/handlers/subscribe.js). No
 * message matches an alias, because topics with its prefix are reserved.
 */
const aliasOf = (filter: string): string => {
  if (!isFilter(filter)) return invalidAlias + encodeURIComponent(filter);
  if (filter.startsWith(sharePrefix)) return sharedAlias + filter.slice(sharePrefix.length);
  return filter.startsWith(sharedAlias) || filter.startsWith(invalidAlias) ? `$${filter}` : filter;
};

/** Returns the filter that the client sent for an alias; other filters are returned unchanged. */
export const clientFilterOf = (filter: string): string => {
  if (filter.startsWith(invalidAlias)) return decodeURIComponent(filter.slice(invalidAlias.length));
  return filter.startsWith(sharedAlias) ? sharePrefix + filter.slice(sharedAlias.length) : filter;
};

export const isShared = (filter: string): boolean => filter.startsWith(sharePrefix);

export function aliasFilters(packet: SubscribePacket | UnsubscribePacket): void {
  if (packet.cmd === 'subscribe')
    for (const subscription of packet.subscriptions) subscription.topic = aliasOf(subscription.topic);
  else packet.unsubscriptions = packet.unsubscriptions.map(aliasOf);
}
