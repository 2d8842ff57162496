import { createServer, type Server } from 'node:http';
import { notesOf } from './notes';

interface Stored {
  id: number;
  body: string;
  author: { id: number };
}

/** Answers as GitLab's API does, on a port of its own: pages of 20 at most, and faults where they are set. */
export function standIn() {
  const notes: Stored[] = [];
  /** `cut` ends the connection without an answer. */
  const faults: { status: number; headers?: Record<string, string>; text?: string; cut?: boolean }[] = [];
  const asked: string[] = [];
  const issues: { iid: number; state: string; title: string; description: string; labels: string }[] = [];
  let last = 100;
  let whileCreating: (() => void) | undefined;
  const behind = new Map<string, { iid: number; state: string }>();
  const add = (body: string, author = 7) => {
    last += 1;
    notes.push({ id: last, body, author: { id: author } });
  };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x');
      asked.push(`${request.method} ${url.pathname}`);
      const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body ?? {}));
      const fault = faults.shift();
      if (fault?.cut === true) return request.socket.destroy();
      if (fault?.text !== undefined) return response.writeHead(fault.status, fault.headers).end(fault.text);
      if (fault !== undefined) return answer(fault.status, {}, fault.headers);
      if (request.headers['private-token'] !== 'good') return answer(401);
      if (url.pathname === '/api/v4/user') return answer(200, { id: 7 });
      const [, commit] =
        /^\/api\/v4\/projects\/[^/]+\/repository\/commits\/(\w+)\/merge_requests$/.exec(url.pathname) ?? [];
      if (commit !== undefined) return answer(200, [behind.get(commit)].filter(Boolean));
      const [, id] = /^\/api\/v4\/projects\/group%2Fproject\/merge_requests\/5\/notes(?:\/(\d+))?$/.exec(
        url.pathname,
      ) ?? ['none', undefined];
      if (url.pathname.startsWith('/api/v4/projects/group%2Fproject/issues')) {
        const told = Buffer.concat(chunks).toString();
        const change = told === '' ? {} : JSON.parse(told);
        const issue = issues.find(({ iid }) => url.pathname.endsWith(`/${iid}`));
        if (request.method === 'GET')
          return answer(
            200,
            issues.filter(({ state }) => state === 'opened'),
          );
        if (request.method === 'POST') issues.push({ iid: issues.length + 1, state: 'opened', ...change });
        else if (issue !== undefined)
          Object.assign(issue, change, change.state_event === 'close' && { state: 'closed' });
        return answer(200, {});
      }
      if (!url.pathname.startsWith('/api/v4/projects/group%2Fproject/merge_requests/5/notes')) return answer(404);
      const text = Buffer.concat(chunks).toString();
      const { body = '' } = text === '' ? {} : JSON.parse(text);
      const at = notes.findIndex((note) => note.id === Number(id));
      if (request.method === 'POST') {
        add(body);
        whileCreating?.();
        whileCreating = undefined;
        return answer(201, notes.at(-1));
      }
      if (request.method === 'GET') {
        const page = Number(url.searchParams.get('page') ?? '1');
        const shown = notes.slice((page - 1) * 20, page * 20);
        return answer(200, shown, { 'x-next-page': page * 20 < notes.length ? String(page + 1) : '' });
      }
      const note = notes[at];
      if (note === undefined) return answer(404);
      if (request.method === 'DELETE') notes.splice(at, 1);
      else note.body = body;
      return answer(200, note);
    });
  });
  const listen = async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/api/v4`;
  };
  return {
    notes,
    issues,
    faults,
    asked,
    add,
    /** A commit came by merge request 5. */
    merged: (commit: string) => behind.set(commit, { iid: 5, state: 'merged' }),
    meanwhile: (run: () => void) => {
      whileCreating = run;
    },
    /** @returns the address of its API */
    listen,
    async open(token = 'good', project = 'group/project') {
      const patience = { patienceMs: 1, patienceAtMostMs: 10 };
      return notesOf({ api: await listen(), project, mergeRequest: '5', token, ...patience });
    },
    close: () => server.close(),
  };
}
