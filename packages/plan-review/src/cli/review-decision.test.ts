import { noteOf, planOf, reviewOf } from '../index';
import { standIn, users } from './gitlab.fixture';
import { post } from './post';
import { decide, reviewedBehind } from './review-decision';

const stack = 'himeshima-dev';
const change = (delay: number, more: object = {}) => ({
  address: 'aws_sqs_queue.jobs',
  mode: 'managed',
  type: 'aws_sqs_queue',
  name: 'jobs',
  change: { actions: ['update'], before: { delay_seconds: 1 }, after: { delay_seconds: delay }, ...more },
});
const reviewed = (delay: number, more: object = {}) =>
  reviewOf(planOf({ format_version: '1.2', resource_changes: [change(delay)], ...more }, { stack }));

let gitlab: ReturnType<typeof standIn>;
let environment: Record<string, string>;
let notes: Awaited<ReturnType<typeof gitlab.open>>;
beforeEach(async () => {
  gitlab = standIn();
  notes = await gitlab.open();
  environment = {
    CI_API_V4_URL: gitlab.api(),
    CI_PROJECT_ID: 'group/project',
    REVIEW_TOKEN: 'good',
    CI_COMMIT_SHA: 'abc',
    CI_DEFAULT_BRANCH: 'main',
  };
});
afterEach(() => gitlab.close());

/** Posts a review, as the job in a merge request pipeline does. */
const postReview = (delay = 2, scope?: string) =>
  post(notes, [{ kind: 'plan review', stack, body: noteOf(reviewed(delay), { commit: gitlab.head }) }], scope);
/** Decides whether a plan may be applied, as the job in a main branch pipeline does. */
const decided = async (review = reviewed(2), scope?: string) =>
  decide([review], await reviewedBehind(environment), scope)[0];

const edit = (change: object) => {
  const note = gitlab.notes.find(({ body }) => body.includes('<!--'));
  return gitlab.edit(note?.id ?? 0, change);
};

describe('reviewed', () => {
  test.each([[undefined], ['pipeline']])(
    'deploys a plan whose review equals the approved note (scope: %p)',
    async (scope) => {
      await postReview(2, scope);
      gitlab.approve();
      gitlab.merged('abc');
      expect(await decided(reviewed(2), scope)).toEqual({
        stack,
        isFine: true,
        reason: 'matches the approved review in merge request !5',
      });
    },
  );

  test('deploys an approved plan if only the system note of GitLab contains the approval time', async () => {
    await postReview();
    gitlab.approve(users.reviewer, { hasTime: false });
    gitlab.merged('abc');
    expect(await decided()).toMatchObject({ isFine: true });
  });

  test('deploys an approved plan if the same review was posted again after the approval', async () => {
    await postReview();
    gitlab.approve();
    expect(await postReview()).toEqual({ created: 0, updated: 0, removed: 0 });
    gitlab.merged('abc');
    expect(await decided()).toMatchObject({ isFine: true });
  });

  test('deploys a plan if new commits were pushed, reviewed and approved', async () => {
    gitlab.approve();
    gitlab.push(users.author, gitlab.head);
    await postReview();
    gitlab.approve(users.other);
    gitlab.merged('abc');
    expect(await decided()).toMatchObject({ isFine: true });
  });

  test.each([
    [
      'a fast-forward',
      { sha: 'feedfacefeedfacefeedfacefeedfacefeedface', merge_commit_sha: null },
      'feedfacefeedfacefeedfacefeedfacefeedface',
    ],
    ['a squash', { merge_commit_sha: null, squash_commit_sha: 'abc' }, 'abc'],
  ])('deploys an approved plan after %s', async (_, more, commit) => {
    await postReview();
    gitlab.approve();
    gitlab.merged(commit, more);
    environment['CI_COMMIT_SHA'] = commit;
    expect(await decided()).toMatchObject({ isFine: true });
  });

  test('deploys a plan without changes, regardless of approvals', async () => {
    const nothing = reviewOf(planOf({ resource_changes: [] }, { stack }));
    expect(decide([nothing], undefined, undefined)).toEqual([{ stack, isFine: true, reason: 'nothing to do' }]);
  });
});

describe('the action reviewed, without a valid approval', () => {
  const waitsBecause = (reason: string) => ({
    stack,
    isFine: false,
    reason: `${reason}; read the review below, then start the deployment by hand`,
  });

  test.each<[string, () => Promise<unknown> | unknown, string]>([
    ['no merge request added the commit', () => undefined, 'no merge request added this commit'],
    [
      'only a merge request into another branch contains the commit',
      async () => {
        await postReview();
        gitlab.approve();
        gitlab.merged('abc', { target_branch: 'mine' });
      },
      'no merge request added this commit',
    ],
    [
      'a merge request contains the commit, but was merged with another commit',
      async () => {
        await postReview();
        gitlab.approve();
        gitlab.merged('abc', { merge_commit_sha: 'def' });
      },
      'no merge request added this commit',
    ],
    [
      'the merge request was not approved',
      async () => {
        await postReview();
        gitlab.merged('abc');
      },
      'merge request !5 was not approved',
    ],
    ...[users.author, users.bot].map((user): [string, () => Promise<unknown>, string] => [
      `only its author or the account that posts the reviews approved the merge request (${user})`,
      async () => {
        await postReview();
        gitlab.approve(user);
        gitlab.merged('abc');
      },
      'merge request !5 was approved only by the author or by users who pushed commits',
    ]),
    [
      'the only approver of the merge request had pushed commits',
      async () => {
        gitlab.push(users.reviewer, gitlab.head);
        await postReview();
        gitlab.approve(users.reviewer);
        gitlab.merged('abc');
      },
      'merge request !5 was approved only by the author or by users who pushed commits',
    ],
    [
      'commits were pushed after the approval, which was not reset',
      async () => {
        await postReview();
        gitlab.approve();
        gitlab.push(users.author, gitlab.head);
        gitlab.merged('abc');
      },
      'merge request !5 received new commits after the approval',
    ],
    [
      'the merged commits differ from the last version of the merge request',
      async () => {
        await postReview();
        gitlab.approve();
        gitlab.merged('abc', { sha: 'other' });
      },
      'merge request !5 was merged with commits that differ from the last version',
    ],
    [
      'the stack has no review',
      () => {
        gitlab.add('x\n\n<!-- plan review: other -->');
        gitlab.approve();
        gitlab.merged('abc');
      },
      'merge request !5 has no review of this stack',
    ],
    [
      'another account wrote the review',
      async () => {
        await postReview();
        edit({ author: { id: users.other } });
        gitlab.approve();
        gitlab.merged('abc');
      },
      'merge request !5 has no review of this stack',
    ],
    [
      'a job with another scope wrote the review',
      async () => {
        await postReview(2, 'other');
        gitlab.approve();
        gitlab.merged('abc');
      },
      'merge request !5 has no review of this stack',
    ],
    [
      'the stack has a second review',
      async () => {
        await postReview();
        gitlab.add('harmless\n\n<!-- plan review: himeshima_2d_dev -->');
        gitlab.approve();
        gitlab.merged('abc');
      },
      'merge request !5 has several reviews of this stack',
    ],
    [
      'the review is in a collapsed thread',
      async () => {
        await postReview();
        edit({ resolvable: true, resolved: true });
        gitlab.approve();
        gitlab.merged('abc');
      },
      'the review in merge request !5 is hidden in a resolved thread',
    ],
    [
      'a wrong review was corrected after the approval',
      async () => {
        await postReview();
        const [{ body } = { body: '' }] = gitlab.notes;
        edit({ body: `harmless\n${body.split('\n').at(-1)}` });
        gitlab.approve();
        edit({ body });
        gitlab.merged('abc');
      },
      'the review in merge request !5 changed after the approval',
    ],
    [
      'the note was edited to look harmless',
      async () => {
        await postReview(1);
        gitlab.approve();
        gitlab.merged('abc');
      },
      'the plan differs from the review in merge request !5',
    ],
    [
      'the note reviews an earlier commit with the same plan',
      async () => {
        await post(notes, [{ kind: 'plan review', stack, body: noteOf(reviewed(2), { commit: 'abcdef0123456789' }) }]);
        gitlab.approve();
        gitlab.merged('abc');
      },
      'the plan differs from the review in merge request !5',
    ],
    [
      'the note is outdated',
      async () => {
        await postReview();
        await post(notes, [{ kind: 'plan review', stack, body: undefined }]);
        gitlab.approve();
        gitlab.merged('abc');
      },
      'the plan differs from the review in merge request !5',
    ],
    [
      'the mark in the note is correct, but the text is not',
      async () => {
        await postReview();
        const body = gitlab.notes[0]?.body.replace('delay_seconds', 'tags') ?? '';
        edit({ body });
        gitlab.approve();
        gitlab.merged('abc');
      },
      'the plan differs from the review in merge request !5',
    ],
  ])('requires another review if %s', async (_, happens, reason) => {
    await happens();
    expect(await decided()).toEqual(waitsBecause(reason));
  });

  test('requires another review if the plan differs from the approved note', async () => {
    await postReview();
    gitlab.approve();
    gitlab.merged('abc');
    expect(await decided(reviewed(3))).toEqual(waitsBecause('the plan differs from the review in merge request !5'));
  });

  test('requires another review if only a masked value differs', async () => {
    const secret = (value: string) => {
      const sensitive = { before_sensitive: { policy: true }, after_sensitive: { policy: true } };
      const sides = { before: { policy: 'old' }, after: { policy: value } };
      return reviewed(2, { resource_changes: [change(2, { ...sensitive, ...sides })] });
    };
    await post(notes, [{ kind: 'plan review', stack, body: noteOf(secret('a'), { commit: gitlab.head }) }]);
    gitlab.approve();
    gitlab.merged('abc');
    expect(await decided(secret('a'))).toMatchObject({ isFine: true });
    expect(await decided(secret('b'))).toMatchObject({ isFine: false });
  });

  test('requires another review of a plan that cannot be applied, even if the approved review reported this', async () => {
    const broken = reviewed(2, { errored: true });
    await post(notes, [{ kind: 'plan review', stack, body: noteOf(broken, { commit: gitlab.head }) }]);
    gitlab.approve();
    gitlab.merged('abc');
    expect((await decided(broken))?.reason).toMatch(/^the plan cannot be applied \(/);
  });
});
