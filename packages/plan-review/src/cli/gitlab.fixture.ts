import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { gitlabOf } from './gitlab';
import { notesOf } from './merge-request-notes';

/** Accounts of the simulated GitLab. The token belongs to account 7. */
export const users = { author: 2, reviewer: 3, other: 8, bot: 7 } as const;

interface StoredNote {
  id: number;
  body: string;
  author: { id: number };
  created_at: string;
  updated_at: string;
  system: boolean;
  resolvable: boolean;
  resolved?: boolean;
}

interface Fault {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
  /** Whether the server closes the connection without a response. */
  readonly cut?: boolean;
}

const Change = z.looseObject({ body: z.string().default(''), state_event: z.string().optional() });

interface ReceivedRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly id: number;
  readonly change: z.infer<typeof Change>;
  readonly answer: (status: number, body?: unknown, headers?: Record<string, string>) => unknown;
}

const project = '/api/v4/projects/group%2Fproject';
const head = 'feedfacefeedfacefeedfacefeedfacefeedface';

/** Simulates GitLab's API on a free port, with at most 20 notes per page and configurable faults. */
export function standIn() {
  const notes: StoredNote[] = [];
  const faults: Fault[] = [];
  const requests: string[] = [];
  const issues: { iid: number; state: string; title: string; description: string; labels: string }[] = [];
  const behind = new Map<string, object[]>();
  const approvals: { user: { id: number; username: string }; approved_at?: string }[] = [];
  const versions = [{ id: 1, head_commit_sha: head, created_at: '2026-01-01T00:00:00.000Z' }];
  let last = 100;
  let seconds = 0;
  let duringCreation: (() => void) | undefined;

  /** Returns a time that is one second later with every call. */
  const now = () => {
    seconds += 1;
    return new Date(Date.UTC(2026, 0, 1, 1, 0, seconds)).toISOString();
  };
  const add = (body: string, author: number = users.bot, system = false) => {
    last += 1;
    const at = now();
    // GitLab trims trailing whitespace (lib/gitlab/quick_actions/extractor.rb)
    notes.push({
      id: last,
      body: body.trimEnd(),
      author: { id: author },
      created_at: at,
      updated_at: at,
      system,
      resolvable: false,
    });
  };
  const edit = (id: number, change: Partial<StoredNote>) => {
    const note = notes.find((one) => one.id === id);
    if (note !== undefined) Object.assign(note, change, { updated_at: now() });
    return note;
  };

  const onNotes = ({ method, query, id, change, answer }: ReceivedRequest): unknown => {
    if (method === 'POST') {
      add(change.body);
      const created = notes.at(-1);
      duringCreation?.();
      duringCreation = undefined;
      return answer(201, created);
    }
    if (method === 'GET') {
      const page = Number(query.get('page') ?? '1');
      const shown = notes.slice((page - 1) * 20, page * 20);
      return answer(200, shown, { 'x-next-page': page * 20 < notes.length ? String(page + 1) : '' });
    }
    const at = notes.findIndex((note) => note.id === id);
    const note = notes[at];
    if (note === undefined) return answer(404);
    if (method === 'DELETE') notes.splice(at, 1);
    else if (note.body !== change.body.trimEnd()) edit(id, { body: change.body.trimEnd() });
    return answer(200, note);
  };

  const onIssues = ({ method, id, change, answer }: ReceivedRequest): unknown => {
    if (method === 'GET')
      return answer(
        200,
        issues.filter(({ state }) => state === 'opened'),
      );
    const { title, description, labels } = z
      .looseObject({ title: z.string(), description: z.string(), labels: z.string() })
      .partial()
      .parse(change);
    const issue = issues.find(({ iid }) => iid === id);
    if (method === 'POST')
      issues.push({
        iid: issues.length + 1,
        state: 'opened',
        title: title ?? '',
        description: description ?? '',
        labels: labels ?? '',
      });
    else if (issue !== undefined && change.state_event === 'close') issue.state = 'closed';
    else if (issue !== undefined && description !== undefined) issue.description = description;
    const changed = issue ?? issues.at(-1);
    return answer(method === 'POST' ? 201 : 200, { id: 1_000 + (changed?.iid ?? 0), ...changed });
  };

  /** Routes. Keys are paths relative to the API. Some paths end with a number. */
  const routes: readonly (readonly [RegExp, (request: ReceivedRequest, path: RegExpExecArray) => void])[] = [
    [/^\/api\/v4\/user$/, ({ answer }) => answer(200, { id: users.bot })],
    [
      /^\/api\/v4\/projects\/[^/]+\/repository\/commits\/(\w+)\/merge_requests$/,
      ({ answer }, [, commit = '']) => answer(200, behind.get(commit) ?? []),
    ],
    [new RegExp(`^${project}/issues(?:/(\\d+))?$`), onIssues],
    [new RegExp(`^${project}/merge_requests/5/notes(?:/(\\d+))?$`), onNotes],
    [
      new RegExp(`^${project}/merge_requests/5/approvals$`),
      ({ answer }) => answer(200, { user_has_approved: false, approved: true, approved_by: approvals }),
    ],
    [new RegExp(`^${project}/merge_requests/5/versions$`), ({ answer }) => answer(200, versions.toReversed())],
  ];

  const reply = (request: IncomingMessage, response: ServerResponse, text: string): unknown => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const { method = 'GET' } = request;
    requests.push(`${method} ${pathname}`);
    const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    const fault = faults.shift();
    if (fault?.cut === true) return request.socket.destroy();
    if (fault?.text !== undefined) return response.writeHead(fault.status, fault.headers).end(fault.text);
    if (fault !== undefined) return answer(fault.status, {}, fault.headers);
    if (request.headers['private-token'] !== 'good') return answer(401);
    for (const [path, handle] of routes) {
      const found = path.exec(pathname);
      if (found === null) continue;
      const change = Change.parse(text === '' ? {} : JSON.parse(text));
      return handle({ method, query: searchParams, id: Number(found[1]), change, answer }, found);
    }
    return answer(404);
  };

  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => reply(request, response, Buffer.concat(chunks).toString()));
  });
  const api = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/api/v4`;
  };
  const listen = async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api();
  };

  return {
    notes,
    issues,
    faults,
    requests,
    approvals,
    versions,
    add,
    edit,
    /** Sets the last commit of merge request 5. */
    head,
    /** Merges merge request 5. The target branch then contains the given commit. */
    merged: (commit: string, more: object = {}) =>
      behind.set(commit, [
        ...(behind.get(commit) ?? []),
        {
          iid: 5,
          state: 'merged',
          target_branch: 'main',
          sha: versions.at(-1)?.head_commit_sha,
          merge_commit_sha: commit,
          squash_commit_sha: null,
          author: { id: users.author },
          ...more,
        },
      ]),
    /** Approves merge request 5. GitLab versions before 18 do not report the approval time. */
    approve: (user: number = users.reviewer, { hasTime = true } = {}) => {
      add('approved this merge request', user, true);
      approvals.push({ user: { id: user, username: `user-${user}` }, ...(hasTime && { approved_at: now() }) });
    },
    /** Pushes commits to merge request 5. Existing approvals remain, unless the test resets them. */
    push: (user: number = users.author, sha = 'decafbaddecafbaddecafbaddecafbaddecafbad') => {
      add('added 1 commit\n\n<ul><li>decafbad - more</li></ul>', user, true);
      versions.push({ id: versions.length + 1, head_commit_sha: sha, created_at: now() });
    },
    meanwhile: (run: () => void) => {
      duringCreation = run;
    },
    /** Address of the API. Undefined until the server listens. */
    api,
    /** Starts the server and returns the address of the API. */
    listen,
    async open(token = 'good', of = 'group/project') {
      const patience = { patienceMs: 1, patienceAtMostMs: 10 };
      return notesOf({ ...gitlabOf({ api: await listen(), project: of, token }), mergeRequest: '5', ...patience });
    },
    close: () => server.close(),
  };
}
