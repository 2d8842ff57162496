import { TopicError } from './topic-error';
import { parseTopicFilter } from './topic-filter';

const prefix = '$share/';
const maximumShareBytes = 128;

/** Filter of a shared subscription, in which each message is delivered to only one of several subscribers. */
export interface SharedFilter {
  readonly share: string;
  readonly filter: string;
}

/**
 * Parses `$share/SHARE/FILTER`. The slashes of the prefix do not count toward the filter's limit. Source: AWS IoT
 * developer guide, "mqtt", "Shared subscriptions"; MQTT 5 section 4.8.2.
 * @returns undefined for a filter that is not shared
 * @throws TopicError with the column if the name is missing, exceeds 128 bytes or contains a wildcard,
 * or the filter is invalid
 */
export function parseSharedFilter(text: string): SharedFilter | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const [share = ''] = text.slice(prefix.length).split('/', 1);
  const column = prefix.length + 1;
  if (share === '') throw new TopicError({ message: 'a shared subscription needs a name: $share/NAME/FILTER', column });
  const wildcard = share.search(/[+#]/);
  if (wildcard >= 0)
    throw new TopicError({ message: 'a share name cannot contain a wildcard', column: column + wildcard });
  if (Buffer.byteLength(share) > maximumShareBytes)
    throw new TopicError({
      message: `a share name can have at most ${maximumShareBytes} bytes of UTF-8`,
      column,
    });
  const filter = text.slice(prefix.length + share.length + 1);
  parseTopicFilter(filter);
  return { share, filter };
}
