import { escaped } from '../sources/source-location';
import { gitlabProjectOf, mergeRequestBehind, mergeRequestOf } from './gitlab';
import { standIn } from './gitlab.fixture';
import { post } from './post';

let gitlab: ReturnType<typeof standIn>;
beforeEach(() => {
  gitlab = standIn();
});
afterEach(() => gitlab.close());

const mark = '<!-- plan review: himeshima_2d_dev -->';
const scopedMark = (scope: string) => `<!-- plan review: ${scope}/himeshima_2d_dev -->`;
const review = { kind: 'plan review' } as const;
const dev = (body: string | undefined) => ({ ...review, stack: 'himeshima-dev', body });

describe('npm run review -- post', () => {
  test('writes a note, and updates the note on the next run', async () => {
    const notes = await gitlab.open();
    expect(await post(notes, [dev('one')])).toEqual({ created: 1, updated: 0, removed: 0 });
    expect(await post(notes, [dev('two')])).toEqual({ created: 0, updated: 1, removed: 0 });
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`two\n\n${mark}`]);
  });

  test("finds its note after several pages of notes, and does not touch other users' notes", async () => {
    gitlab.add(`quoted\n\n${mark}`, 8);
    for (let at = 0; at < 45; at += 1) gitlab.add(`talk ${at}`, 8);
    gitlab.add(`old\n\n${mark}`);
    expect(await post(await gitlab.open(), [dev('new')])).toMatchObject({ created: 0, updated: 1 });
    expect(gitlab.notes[0]?.body).toBe(`quoted\n\n${mark}`);
    expect(gitlab.notes.at(-1)?.body).toBe(`new\n\n${mark}`);
  });

  test('marks a note as outdated if the stack no longer changes, and restores the note if the stack changes again', async () => {
    const notes = await gitlab.open();
    await post(notes, [dev('one')]);
    await post(notes, [dev(undefined)]);
    const folded = gitlab.notes[0]?.body;
    expect(folded).toMatch(
      /^<details>\n<summary>Outdated.*\n\none\n\n<\/details>\n\n<!-- plan review: himeshima_2d_dev -->$/s,
    );
    expect(await post(notes, [dev(undefined)])).toEqual({ created: 0, updated: 0, removed: 0 });
    await post(notes, [dev('again')]);
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`again\n\n${mark}`]);
  });

  test('keeps only the older note, with the text of the newer, if two pipelines run at the same time', async () => {
    const notes = await gitlab.open();
    gitlab.meanwhile(() => gitlab.add(`of the other pipeline\n\n${mark}`));
    expect(await post(notes, [dev('mine')])).toMatchObject({ created: 1, removed: 1 });
    expect(gitlab.notes.map(({ id, body }) => [id, body])).toEqual([[101, `of the other pipeline\n\n${mark}`]]);
  });

  test('retries if GitLab is busy, or another request changes the same note', async () => {
    gitlab.faults.push({ status: 429, headers: { 'retry-after': '0' } }, { status: 502 }, { status: 409 });
    expect(await post(await gitlab.open(), [dev('one')])).toMatchObject({ created: 1 });
  });

  test('retries if the connection is closed, but never creates a note twice', async () => {
    const cut = { status: 0, cut: true };
    gitlab.faults.push(cut, cut);
    const notes = await gitlab.open();
    expect(await post(notes, [dev('one')])).toMatchObject({ created: 1 });
    const create = async (body: string) => {
      gitlab.faults.push(cut);
      return await notes.create(body);
    };
    await expect(post({ ...notes, create }, [{ ...review, stack: 'other', body: 'x' }])).rejects.toThrow(
      'does not respond',
    );
  });

  test('removes a repeated note of an earlier run, and does not keep its text', async () => {
    gitlab.add(`old\n\n${mark}`);
    gitlab.add(`repeated\n\n${mark}`);
    expect(await post(await gitlab.open(), [dev('new')])).toEqual({ created: 0, updated: 1, removed: 1 });
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`new\n\n${mark}`]);
  });

  test('does not replace the note of a newer pipeline', async () => {
    const notes = await gitlab.open();
    await post(notes, [dev('old')]);
    const update = async (id: number, body: string) => {
      await notes.update(id, body);
      gitlab.edit(id, { body: `newer\n\n${mark}` });
    };
    await post({ ...notes, update }, [dev('mine')]);
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`newer\n\n${mark}`]);
  });

  test('writes a note again that was deleted in the meantime', async () => {
    const notes = await gitlab.open();
    await post(notes, [dev('old')]);
    const update = async (id: number, body: string) => {
      await notes.remove(id);
      await notes.update(id, body);
    };
    expect(await post({ ...notes, update }, [dev('new')])).toMatchObject({ created: 1, updated: 0 });
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`new\n\n${mark}`]);
  });

  test('removes a note that GitLab wrote without a response', async () => {
    const notes = await gitlab.open();
    const create = async (body: string) => {
      await notes.create(body);
      throw new Error('GitLab does not respond');
    };
    await expect(post({ ...notes, create }, [dev('one')])).rejects.toThrow('GitLab does not respond');
    expect(gitlab.notes).toEqual([]);
  });

  test('says that a note may exist if GitLab responds neither to it nor to the request for the notes', async () => {
    const notes = await gitlab.open();
    let isDown = false;
    const create = async (body: string) => {
      await notes.create(body);
      isDown = true;
      throw new Error('GitLab does not respond');
    };
    const own = () => (isDown ? Promise.reject(new Error('GitLab does not respond')) : notes.own());
    await expect(post({ ...notes, create, own }, [dev('one')])).rejects.toThrow(
      'GitLab does not respond; a note may have been written anyway, run the job again to update it',
    );
    expect(gitlab.notes).toHaveLength(1);
    expect(await post(notes, [dev('two')])).toEqual({ created: 0, updated: 1, removed: 0 });
  });

  test('reads the notes twice, whatever the number of stacks', async () => {
    const stacks = ['a', 'b', 'c', 'd'].map((stack) => ({ ...dev('one'), stack }));
    const notes = await gitlab.open();
    await post(notes, stacks);
    gitlab.requests.length = 0;
    await post(notes, stacks);
    expect(gitlab.requests.filter((one) => one.startsWith('GET'))).toHaveLength(2);
  });

  test('fails immediately if GitLab requests a delay of more than a minute', async () => {
    gitlab.faults.push({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(post(await gitlab.open(), [dev('one')])).rejects.toThrow(
      'GitLab requested a delay of 60 minutes for merge request 5; run the job again after that',
    );
    expect(gitlab.requests).toHaveLength(1);
  });

  test('names the host of a redirect, and does not follow it', async () => {
    gitlab.faults.push({ status: 302, headers: { location: 'https://login.example.com/?token=x' }, text: '' });
    await expect(post(await gitlab.open(), [dev('one')])).rejects.toThrow(
      /redirected the request to login\.example\.com \(302\); check CI_API_V4_URL$/,
    );
    expect(gitlab.requests).toHaveLength(1);
  });

  test.each(['POST', 'PUT'])('rejects a sign-in page as the response to %s', async (method) => {
    const notes = await gitlab.open();
    if (method === 'PUT') await post(notes, [dev('old')]);
    const page = () => gitlab.faults.push({ status: 200, text: '<html>sign in' });
    const create = (body: string) => {
      page();
      return notes.create(body);
    };
    const update = (id: number, body: string) => {
      page();
      return notes.update(id, body);
    };
    await expect(post({ ...notes, create, update }, [dev('new')])).rejects.toThrow(
      'did not respond like the GitLab API; check CI_API_V4_URL',
    );
  });

  test('does not print a token that contains a line break', () =>
    expect(() =>
      mergeRequestOf({
        CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
        CI_PROJECT_ID: '1',
        CI_MERGE_REQUEST_IID: '5',
        REVIEW_TOKEN: 'glpat-0123\nsecond',
      }),
    ).toThrow(/^invalid REVIEW_TOKEN: the token contains a line break, a space or a character that is not ASCII$/));

  test.each(['<html>\n<body>sign in', '', 'null', '{"id":"7"}'])(
    'rejects the response %j of a server that is not GitLab',
    async (text) => {
      gitlab.faults.push({ status: 200, text });
      await expect(post(await gitlab.open(), [dev('one')])).rejects.toThrow(
        /^http\S+ did not respond like the GitLab API; check CI_API_V4_URL$/,
      );
    },
  );

  test('stops reading if a list has too many pages', async () => {
    for (let at = 0; at < 2_001; at += 1) gitlab.add(`talk ${at}`, 8);
    await expect(post(await gitlab.open(), [dev('one')])).rejects.toThrow(
      'returned more than 100 pages of results for merge request 5',
    );
  });

  test.each([503, 409])('reports that GitLab still answers %i after all retries', async (status) => {
    gitlab.faults.push(...Array.from({ length: 5 }, () => ({ status })));
    await expect(post(await gitlab.open(), [dev('one')])).rejects.toThrow(
      `GitLab responded to all 5 attempts with ${status}; run the job again later`,
    );
  });

  test.each([
    [401, 'GitLab rejected REVIEW_TOKEN (401), which may have expired'],
    [403, 'use a project access token (scope api, role Reporter), not CI_JOB_TOKEN'],
    [404, 'did not find merge request 5 in project group/project'],
    [400, 'GitLab rejected the request for merge request 5 as invalid (400); check CI_PROJECT_ID'],
    [422, 'if the text is too long, upload it as an artifact instead (--format html)'],
  ])('explains the status %s without a retry', async (status, reason) => {
    gitlab.faults.push({ status });
    await expect(post(await gitlab.open(), [dev('one')])).rejects.toThrow(reason);
    expect(gitlab.requests).toHaveLength(1);
  });

  describe('pipeline variables', () => {
    const rest = { CI_API_V4_URL: 'https://gitlab.example.com/api/v4', CI_PROJECT_ID: '1', CI_MERGE_REQUEST_IID: '5' };
    const token =
      'REVIEW_TOKEN is not set; create a project access token (scope api, role Reporter) and add the token under Settings → CI/CD → Variables: masked, but not protected, because merge requests need the token';
    test.each([
      ['a missing token', rest, token],
      [
        'a missing variable',
        { ...rest, CI_PROJECT_ID: '', REVIEW_TOKEN: 'good' },
        'CI_PROJECT_ID is not set; GitLab sets this variable in merge request pipelines, where the action post runs',
      ],
      [
        'all missing variables',
        {},
        `CI_API_V4_URL, CI_PROJECT_ID and CI_MERGE_REQUEST_IID are not set; GitLab sets these variables in merge request pipelines, where the action post runs. ${token}`,
      ],
      [
        'an invalid address',
        { ...rest, CI_API_V4_URL: 'notaurl', REVIEW_TOKEN: 'good' },
        'invalid CI_API_V4_URL "notaurl": expected a URL, for example https://gitlab.example.com/api/v4',
      ],
    ])('explains %s', (_, variables, reason) =>
      expect(() => mergeRequestOf(variables)).toThrow(new RegExp(`^${escaped(reason)}$`)),
    );

    test('explains the missing variables of a pipeline without a merge request', () => {
      expect(() => gitlabProjectOf({ REVIEW_TOKEN: 'good' })).toThrow(
        /^CI_API_V4_URL and CI_PROJECT_ID are not set; GitLab sets these variables in every pipeline$/,
      );
    });

    test('says what to do on GitHub instead of drift and reviewed', async () => {
      expect(() => gitlabProjectOf({ GITHUB_ACTIONS: 'true' })).toThrow(
        /^drift works with GitLab only; on GitHub, .* open an issue with gh issue create --title TITLE --body-file FILE$/,
      );
      await expect(mergeRequestBehind({ GITHUB_ACTIONS: 'true' })).rejects.toThrow(
        /^reviewed works with GitLab only; on GitHub, .* require reviewers for the environment of the deployment$/,
      );
    });
  });

  test('escapes stack names that would end the hidden HTML comment', async () => {
    await post(await gitlab.open(), [{ ...review, stack: 'x --> /merge', body: 'one' }]);
    expect(gitlab.notes[0]?.body).toBe('one\n\n<!-- plan review: x_20__2d__2d__3e__20__2f_merge -->');
  });

  test('writes the backtest into a separate note, and marks the note as outdated if there are no results', async () => {
    const notes = await gitlab.open();
    const backtest = (body: string | undefined) =>
      ({ kind: 'monitor backtest', stack: 'himeshima-dev', body }) as const;
    expect(await post(notes, [dev('one'), backtest('two')])).toEqual({ created: 2, updated: 0, removed: 0 });
    expect(await post(notes, [dev('one'), backtest(undefined)])).toEqual({ created: 0, updated: 1, removed: 0 });
    const outdated = 'Outdated: this backtest of monitors in the stack himeshima-dev no longer applies';
    expect(gitlab.notes.map(({ body }) => body)).toEqual([
      `one\n\n${mark}`,
      `<details>\n<summary>${outdated}</summary>\n\ntwo\n\n</details>\n\n<!-- monitor backtest: himeshima_2d_dev -->`,
    ]);
  });

  test('updates a note in which an older version wrote the hash of the plan', async () => {
    const notes = await gitlab.open();
    for (const scope of [undefined, 'a']) {
      gitlab.notes.length = 0;
      gitlab.add(`<!-- plan review: himeshima_2d_dev ${'a'.repeat(64)} -->\nold`);
      expect(await post(notes, [dev('new')], scope)).toEqual({ created: 0, updated: 1, removed: 0 });
      expect(gitlab.notes.map(({ body }) => body)).toEqual([
        `new\n\n${scope === undefined ? mark : scopedMark(scope)}`,
      ]);
    }
  });

  test('updates a note in which an older version wrote the mark in the first line', async () => {
    gitlab.add(`${mark}\nold`);
    expect(await post(await gitlab.open(), [dev('new')])).toEqual({ created: 0, updated: 1, removed: 0 });
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`new\n\n${mark}`]);
  });

  test('keeps one note for each stack, even if the stack names differ by only one character', async () => {
    const stacks = ['x-a', 'x_a', 'x a'].map((stack) => ({ ...review, stack, body: stack }));
    expect(await post(await gitlab.open(), stacks)).toEqual({ created: 3, updated: 0, removed: 0 });
    expect(gitlab.notes.map(({ body }) => body.split('\n')[0])).toEqual(['x-a', 'x_a', 'x a']);
  });
});

describe('notes from several jobs', () => {
  const stack = (name: string, body: string | undefined = name) => ({ ...review, stack: name, body });
  const bodies = () => gitlab.notes.map(({ body }) => body).sort();

  test('updates only the notes of received stacks if the job has no scope', async () => {
    const notes = await gitlab.open();
    await post(notes, [stack('network'), stack('shop')]);
    expect(await post(notes, [stack('shop', 'newer')])).toEqual({ created: 0, updated: 1, removed: 0 });
    expect(bodies()).toEqual(['network\n\n<!-- plan review: network -->', 'newer\n\n<!-- plan review: shop -->']);
  });

  test('marks notes as outdated only in a job with the same scope', async () => {
    const notes = await gitlab.open();
    await post(notes, [stack('shop')]);
    await post(notes, [stack('shop')], 'b');
    await post(notes, [stack('network'), stack('shop')], 'a');
    expect(await post(notes, [stack('network')], 'a')).toEqual({ created: 0, updated: 1, removed: 0 });
    expect(bodies()).toEqual([
      expect.stringMatching(/^<details>\n<summary>Outdated.*<!-- plan review: a\/shop -->$/s),
      'network\n\n<!-- plan review: a/network -->',
      'shop\n\n<!-- plan review: b/shop -->',
      'shop\n\n<!-- plan review: shop -->',
    ]);
    await post(notes, [{ ...review, stack: 'shop', body: undefined }], 'b');
    expect(bodies().filter((body) => body.includes('Outdated'))).toHaveLength(2);
  });

  test('keeps separate notes for concurrent jobs, even if the stacks have the same name', async () => {
    const notes = await gitlab.open();
    const jobs = ['a', 'b', 'c', undefined].map((scope) =>
      post(notes, [stack('plan', `of ${scope}`), stack(`only ${scope}`)], scope),
    );
    for (const done of await Promise.all(jobs)) expect(done).toEqual({ created: 2, updated: 0, removed: 0 });
    const again = ['c', undefined, 'b', 'a'].map((scope) => post(notes, [stack('plan', `new ${scope}`)], scope));
    await Promise.all(again);
    expect(bodies().filter((body) => body.includes('Outdated'))).toHaveLength(3);
    for (const scope of ['a', 'b', 'c'])
      expect(bodies()).toContain(`new ${scope}\n\n<!-- plan review: ${scope}/plan -->`);
    expect(bodies()).toContain('new undefined\n\n<!-- plan review: plan -->');
    expect(bodies()).toContain('only undefined\n\n<!-- plan review: only_20_undefined -->');
  });

  test('writes different marks even if scope and stack names are similar', async () => {
    const notes = await gitlab.open();
    await post(notes, [stack('b/c')], 'a');
    await post(notes, [stack('c')], 'a/b');
    await post(notes, [stack('a/b/c')]);
    expect(gitlab.notes).toHaveLength(3);
  });
});
