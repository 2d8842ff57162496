import { parseSharedFilter, parseTopicFilter } from '@himeshima/iot';
import type { SubscribePacket, UnsubscribePacket } from 'aedes';

const [said, shared, unfit] = ['$share/', '$shared/', '$unfit/'];

/** @throws TopicError for what AWS IoT takes for no filter */
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
 * aedes refuses shared filters of MQTT 5, and ends the connection without a word over some that are none, before it asks
 * anybody (lib/handlers/subscribe.js): it gets both by other names. Shared ones it keeps with a session, and hears of no
 * message by them: topics that begin so are reserved.
 */
const asAedesKnows = (filter: string): string => {
  if (!isFilter(filter)) return unfit + encodeURIComponent(filter);
  if (filter.startsWith(said)) return shared + filter.slice(said.length);
  return filter.startsWith(shared) || filter.startsWith(unfit) ? `$${filter}` : filter;
};

/** The other way round. */
export const asClientSays = (filter: string): string => {
  if (filter.startsWith(unfit)) return decodeURIComponent(filter.slice(unfit.length));
  return filter.startsWith(shared) ? said + filter.slice(shared.length) : filter;
};

export const isShared = (filter: string): boolean => filter.startsWith(said);

export function renameFilters(packet: SubscribePacket | UnsubscribePacket): void {
  if (packet.cmd === 'subscribe') for (const one of packet.subscriptions) one.topic = asAedesKnows(one.topic);
  else packet.unsubscriptions = packet.unsubscriptions.map(asAedesKnows);
}
