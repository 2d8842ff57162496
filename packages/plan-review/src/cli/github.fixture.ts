import { createServer, type IncomingMessage, type Server } from 'node:http';
import { commentsOf, githubOf } from './github';

interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

interface Fault {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Logins of the simulated accounts. */
export const logins = {
  bot: 'github-actions[bot]',
  person: 'ada',
  user: 'review-account',
  app: 'review-app[bot]',
} as const;

const repository = 'shop/platform';

/**
 * Simulates GitHub's API on a free port, with at most 30 comments per page and configurable faults. The token `good`
 * belongs to a job and cannot read its account; `personal` belongs to a user account.
 */
export function githubStandIn() {
  const comments: StoredComment[] = [];
  const faults: Fault[] = [];
  const requests: string[] = [];
  let last = 100;
  let server: Server | undefined;

  const add = (body: string, login: string = logins.bot) => {
    last += 1;
    comments.push({ id: last, body, user: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' } });
  };

  const answerTo = (method: string, path: string, body: string): { status: number; json?: unknown; link?: string } => {
    const url = new URL(path, 'http://localhost');
    const list = `/repos/${repository}/issues/5/comments`;
    const [, id] = new RegExp(`^/repos/${repository}/issues/comments/(\\d+)$`).exec(url.pathname) ?? [];
    const found = comments.find((one) => one.id === Number(id));
    const text = (): string => {
      const parsed: unknown = JSON.parse(body);
      return typeof parsed === 'object' && parsed !== null && 'body' in parsed ? String(parsed.body) : '';
    };
    if (url.pathname === list && method === 'POST') {
      if (text().length > 65_536) return { status: 422 };
      add(text());
      return { status: 201, json: comments.at(-1) };
    }
    if (url.pathname === list) {
      const page = Number(url.searchParams.get('page'));
      const shown = comments.slice((page - 1) * 30, page * 30);
      const hasMore = page * 30 < comments.length;
      return { status: 200, json: shown, ...(hasMore && { link: `<${list}?page=${page + 1}>; rel="next"` }) };
    }
    if (found && method === 'PATCH') {
      found.body = text();
      return { status: 200, json: found };
    }
    if (found && method === 'DELETE') {
      comments.splice(comments.indexOf(found), 1);
      return { status: 204 };
    }
    return { status: 404 };
  };

  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    const chunks: string[] = [];
    for await (const chunk of request) chunks.push(String(chunk));
    return chunks.join('');
  };

  const listen = async (): Promise<string> => {
    server = createServer(async (request, response) => {
      const { method = '', url = '', headers } = request;
      requests.push(`${method} ${url}`);
      const body = await bodyOf(request);
      const end = (status: number, json?: unknown, more: Record<string, string> = {}) =>
        response
          .writeHead(status, { 'content-type': 'application/json', ...more })
          .end(json ? JSON.stringify(json) : '');
      const fault = faults.shift();
      if (fault) return end(fault.status, { message: fault.body ?? 'fault' }, fault.headers);
      const token = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
      if (token !== 'good' && token !== 'personal') return end(401, { message: 'Bad credentials' });
      if (url === '/user') return token === 'good' ? end(403, { message: 'no' }) : end(200, { login: logins.user });
      const { status, json, link } = answerTo(method, url, body);
      return end(status, json, link === undefined ? {} : { link });
    }).listen(0, '127.0.0.1');
    const running = server;
    await new Promise((resolve) => running.once('listening', resolve));
    const address = running.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  };

  return {
    comments,
    faults,
    requests,
    add,
    listen,
    async open(token = 'good', of = repository) {
      const forge = githubOf({ api: await listen(), repository: of, token });
      return commentsOf({ ...forge, patienceMs: 1, patienceAtMostMs: 10, pullRequest: 5 });
    },
    close: () => server?.close(),
  };
}
