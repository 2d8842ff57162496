import { pageOf } from '../gateway/page';

/** Number of entries in a page. Source: SNS API reference, "ListTopics", "ListSubscriptions". */
const size = 100;

const lists = /<(Topics|Subscriptions)>([\s\S]*)<\/\1>/;

/** Operations whose responses are divided into pages. */
export const pagedOperations: ReadonlySet<string> = new Set([
  'ListSubscriptions',
  'ListSubscriptionsByTopic',
  'ListTopics',
]);

/**
 * Returns a page of a response that contains a whole list, because fauxqs does not divide lists into pages.
 * @param token token from the previous page; undefined returns the first page
 * @throws AwsError InvalidParameter if the token does not come from an earlier page
 */
export const pageOfAnswer = (answer: string, token: string | undefined): string =>
  answer.replace(lists, (_, name: string, list: string) => {
    const members = list.match(/<member>[\s\S]*?<\/member>/g) ?? [];
    const { items, nextToken } = pageOf(members, { size, token, invalidTokenCode: 'InvalidParameter' });
    const next = nextToken === undefined ? '' : `<NextToken>${nextToken.NextToken}</NextToken>`;
    return `<${name}>${items.join('')}</${name}>${next}`;
  });
