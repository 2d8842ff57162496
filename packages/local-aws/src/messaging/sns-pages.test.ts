import { pageOfAnswer } from './sns-pages';

const answer = (list: string, count: number) =>
  `<Result><${list}>${Array.from({ length: count }, (_, index) => `<member>${index}</member>`).join('\n')}</${list}></Result>`;
const membersIn = (page: string) => [...page.matchAll(/<member>(\d+)<\/member>/g)].map(([, member]) => Number(member));
const tokenIn = (page: string) => /<NextToken>(.+)<\/NextToken>/.exec(page)?.[1];

describe('pageOfAnswer', () => {
  test.each(['Topics', 'Subscriptions'])('divides %s into pages of 100', (list) => {
    const first = pageOfAnswer(answer(list, 150), undefined);
    expect(membersIn(first)).toHaveLength(100);
    const second = pageOfAnswer(answer(list, 150), tokenIn(first));
    expect(membersIn(second)).toEqual(Array.from({ length: 50 }, (_, index) => index + 100));
    expect(tokenIn(second)).toBeUndefined();
  });

  test('returns no token with a list of 100, and an empty list unchanged', () => {
    expect(tokenIn(pageOfAnswer(answer('Topics', 100), undefined))).toBeUndefined();
    expect(pageOfAnswer(answer('Topics', 0), undefined)).toBe(answer('Topics', 0));
  });

  test('rejects a token that does not come from a page', () => {
    expect(() => pageOfAnswer(answer('Topics', 150), 'nonsense')).toThrow(
      expect.objectContaining({ code: 'InvalidParameter' }),
    );
  });
});
