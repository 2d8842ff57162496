import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullRequestOf } from './github';
import { githubStandIn, logins } from './github.fixture';
import { post } from './post';

let github: ReturnType<typeof githubStandIn>;
beforeEach(() => {
  github = githubStandIn();
});
afterEach(() => github.close());

const mark = '<!-- plan review: network -->';
const network = (body: string | undefined) => ({ kind: 'plan review', stack: 'network', body }) as const;

describe('post on GitHub', () => {
  test('writes and updates a comment, and collapses the comment when the stack no longer changes', async () => {
    const comments = await github.open();
    expect(await post(comments, [network('one')])).toEqual({ created: 1, updated: 0, removed: 0 });
    expect(await post(comments, [network('two')])).toEqual({ created: 0, updated: 1, removed: 0 });
    expect(await post(comments, [network('two')])).toEqual({ created: 0, updated: 0, removed: 0 });
    expect(github.comments.map(({ body }) => body)).toEqual([`two\n\n${mark}`]);
    await post(comments, [network(undefined)]);
    expect(github.comments[0]?.body).toMatch(
      /<details>\n<summary>Outdated.*\n\ntwo\n\n<\/details>\n\n<!-- plan review: network -->$/s,
    );
  });

  test('finds its own comment after several pages, and does not touch comments of other accounts', async () => {
    github.add(`forged\n\n${mark}`, logins.person);
    for (let at = 0; at < 70; at += 1) github.add(`talk ${at}`, logins.person);
    github.add(`old\n\n${mark}`);
    expect(await post(await github.open(), [network('new')])).toMatchObject({ created: 0, updated: 1 });
    expect(github.comments[0]?.body).toBe(`forged\n\n${mark}`);
    expect(github.comments.at(-1)?.body).toBe(`new\n\n${mark}`);
  });

  test('updates only comments of the account that owns the token', async () => {
    github.add(`of the job\n\n${mark}`);
    github.add(`old\n\n${mark}`, logins.user);
    await post(await github.open('personal'), [network('new')]);
    expect(github.comments.map(({ body }) => body)).toEqual([`of the job\n\n${mark}`, `new\n\n${mark}`]);
  });

  test('finds its comment with the token of a GitHub App, which cannot read its account', async () => {
    github.add(`old\n\n${mark}`, logins.app);
    await post(await github.open(), [network('new')]);
    expect(github.comments.map(({ body }) => body)).toEqual([`new\n\n${mark}`]);
  });

  test.each([
    [{ status: 429, headers: { 'retry-after': '0' } }],
    [{ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' } }],
    [{ status: 409 }],
    [{ status: 502 }],
  ])('retries after %j', async (fault) => {
    github.faults.push(fault, fault);
    expect(await post(await github.open(), [network('one')])).toMatchObject({ created: 1 });
  });

  test.each([
    [401, 'GitHub rejected the token (401)'],
    [404, 'GitHub did not find pull request 5 in shop/platform (404)'],
    [422, 'GitHub rejected the note for pull request 5 (422): the text is too long, or'],
  ])('explains the status %d, and writes nothing', async (status, message) => {
    github.faults.push({ status: 403 }, { status });
    await expect(post(await github.open(), [network('one')])).rejects.toThrow(message);
    expect(github.comments).toEqual([]);
  });

  describe('if a request fails after notes were written', () => {
    const others = ['network', 'database'].map((stack) => ({ ...network(`new ${stack}`), stack }));
    /** Posts two notes, of which GitHub rejects the second. */
    const postRejected = async (more: object = {}) => {
      const comments = await github.open();
      let written = 0;
      const create = (body: string) => {
        written += 1;
        if (written === 2) github.faults.push({ status: 422 });
        return comments.create(body);
      };
      return await post({ ...comments, create, ...more }, others);
    };

    test('removes the notes of this run', async () => {
      await expect(postRejected()).rejects.toThrow(/^GitHub rejected the note .*; no note was changed$/);
      expect(github.comments).toEqual([]);
    });

    test('restores the notes of earlier runs', async () => {
      const comments = await github.open();
      await post(comments, [network('old')]);
      await expect(
        post({ ...comments, create: () => Promise.reject(new Error('GitHub is busy')) }, [
          network('new'),
          { ...network('new'), stack: 'database' },
        ]),
      ).rejects.toThrow('GitHub is busy; no note was changed');
      expect(github.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/^old/)]);
    });

    test('says how many notes are left if they cannot be removed', async () => {
      await expect(postRejected({ remove: () => Promise.reject(new Error('no')) })).rejects.toThrow(
        '1 of 2 notes were written, run the job again to write the others',
      );
      expect(github.comments).toHaveLength(1);
    });

    test('says that the notes were written', async () => {
      const comments = await github.open();
      let reads = 0;
      const own = () => {
        reads += 1;
        return reads === 1 ? comments.own() : Promise.reject(new Error('GitHub is busy'));
      };
      await expect(post({ ...comments, own }, others)).rejects.toThrow(
        'GitHub is busy; the notes were written, but an outdated or repeated note may remain; run the job again',
      );
      expect(github.comments).toHaveLength(2);
    });
  });

  test("does not touch the comments of other bots, even if they end with the program's mark", async () => {
    const comments = await github.open();
    github.add('quoted\n\n<!-- plan review: network -->', 'quote-app[bot]');
    github.add('old\n\n<!-- plan review: network -->', 'github-actions[bot]');
    await post(comments, [network('new')]);
    expect(github.comments.map(({ body }) => body.split('\n')[0])).toEqual(['quoted', 'new']);
  });

  test('retries after a secondary rate limit, which GitHub reports only in the text', async () => {
    const comments = await github.open();
    github.faults.push({ status: 403, body: 'You have exceeded a secondary rate limit' });
    await comments.create('one');
    expect(github.comments).toHaveLength(1);
  });

  test('explains that the token of a pull request from a fork is read-only', async () => {
    const comments = await github.open();
    github.faults.push({ status: 403 });
    await comments.own();
    github.faults.push({ status: 403 });
    await expect(comments.create('one')).rejects.toThrow('upload the note as an artifact instead (--format html)');
  });
});

describe('pullRequestOf', () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const eventOf = (content: string) => {
    const path = join(folder, 'event.json');
    writeFileSync(path, content);
    return path;
  };
  const variables = {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: 'https://api.github.com/',
    GITHUB_REPOSITORY: 'shop/platform',
    GITHUB_TOKEN: 'secret',
  };

  test('reads the pull request from the event of the workflow run', () => {
    const event = eventOf('{"action":"opened","number":7,"pull_request":{"number":7}}');
    const { api, project, pullRequest } = pullRequestOf({ ...variables, GITHUB_EVENT_PATH: event });
    expect([api, project, pullRequest]).toEqual(['https://api.github.com', 'repos/shop/platform', 7]);
  });

  test.each([
    ['a push', '{"ref":"refs/heads/main"}', {}, 'is not a pull request; run post in workflows with on: pull_request'],
    ['a broken event', '{', {}, 'is not a pull request'],
    ['no token', '{"number":7}', { GITHUB_TOKEN: '' }, 'GITHUB_TOKEN is not set; pass the token in the step'],
    ['no repository', '{"number":7}', { GITHUB_REPOSITORY: undefined }, 'missing or invalid GITHUB_REPOSITORY'],
  ])('rejects %s', (_, event, changes, message) => {
    const environment = { ...variables, GITHUB_EVENT_PATH: eventOf(event), ...changes };
    expect(() => pullRequestOf(environment)).toThrow(message);
  });
});
