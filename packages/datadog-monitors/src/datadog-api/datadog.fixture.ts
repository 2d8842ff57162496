import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Stored series: one value per minute, NaN for a gap. */
export interface StoredSeries {
  readonly metric: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Minute since the epoch of the first value. */
  readonly from: number;
  readonly values: ArrayLike<number>;
}

interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the server never responds. */
  readonly isSilent?: boolean;
  /** Whether the server closes the connection instead of responding. */
  readonly isCut?: boolean;
}

interface DatadogContents {
  readonly series?: readonly StoredSeries[];
  /** Responses by path, for endpoints other than the query. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

export const keys = { apiKey: 'a'.repeat(32), appKey: 'b'.repeat(40) } as const;

const pointsPerSeries = 1500;

/**
 * Simulates Datadog's API on a free port. Its query endpoint evaluates `agg:metric{tag:value,…} by {keys}` with `.as_count()` and
 * `.rollup(method, seconds)`, and rolls up series with more than 1,500 points further, as Datadog does.
 */
export async function startDatadog({ series = [], answers = {} }: DatadogContents) {
  const requestedUrls: URL[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://stand-in');
    requestedUrls.push(url);
    const fault = faults.shift() ?? keyFault(request);
    if (fault?.isSilent) return;
    if (fault?.isCut) return void request.socket.destroy();
    if (fault) return send(response, fault.status, fault.body ?? { errors: ['failed'] }, fault.headers);
    if (url.pathname === '/api/v1/query') return send(response, 200, queryAnswer(series, url.searchParams));
    const page = answers[`${url.pathname}${url.search}`] ?? answers[url.pathname];
    return page === undefined ? send(response, 404, { errors: ['Not found'] }) : send(response, 200, page);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const host = `127.0.0.1:${port}`;
  return {
    host,
    access: { url: `http://${host}`, ...keys },
    environment: { DD_HOST: `http://${host}`, DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey },
    /** Addresses of all received requests. */
    requestedUrls,
    /** Faults for the next requests. */
    faults,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function keyFault({ headers }: IncomingMessage): Fault | undefined {
  if (headers['dd-api-key'] !== keys.apiKey) return { status: 401, body: { errors: ['Unauthorized'] } };
  return headers['dd-application-key'] === keys.appKey ? undefined : { status: 403, body: { errors: ['Forbidden'] } };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const form =
  /^(?<space>\w+):(?<metric>[\w.]+)\{(?<scope>[^}]*)\}(?: by \{(?<by>[^}]*)\})?(?:\.as_\w+\(\))?(?:\.rollup\((?<method>\w+), (?<seconds>\d+)\))?$/;

const totals: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  avg: (values) => values.reduce((total, value) => total + value, 0) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  count: (values) => values.length,
};

function queryAnswer(stored: readonly StoredSeries[], parameters: URLSearchParams): object {
  const query = parameters.get('query') ?? '';
  const [from, to] = [Number(parameters.get('from')) / 60, Number(parameters.get('to')) / 60];
  const {
    space = 'avg',
    metric = '',
    scope = '',
    by = '',
    method = 'avg',
    seconds = '60',
  } = form.exec(query)?.groups ?? {};
  if (metric === '') return { status: 'error', error: `Error parsing query: unable to parse ${query}`, series: [] };
  const interval = Math.max(Number(seconds) / 60, Math.ceil((to - from) / pointsPerSeries));
  const keysOf = by.split(',').filter(Boolean);
  const tags = scope.split(',').filter((tag) => tag !== '*');
  const groups = new Map<string, StoredSeries[]>();
  for (const one of stored) {
    const hasTag = (tag: string) => one.tags[tag.split(':')[0] ?? ''] === tag.split(':')[1];
    if (one.metric !== metric || !tags.every(hasTag)) continue;
    const tagSet = keysOf.map((key) => `${key}:${one.tags[key] ?? 'N/A'}`);
    const key = JSON.stringify(tagSet);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const series = [...groups].map(([key, members]) => {
    const tagSet: unknown = JSON.parse(key);
    const pointlist = pointsOf(members, {
      from,
      to,
      interval,
      inTime: totals[method] ?? fallback,
      inSpace: totals[space] ?? fallback,
    });
    return {
      metric,
      tag_set: tagSet,
      scope,
      expression: query,
      interval: interval * 60,
      length: pointlist.length,
      pointlist,
    };
  });
  return { status: 'ok', res_type: 'time_series', from_date: from * 60_000, to_date: to * 60_000, query, series };
}

const fallback = (values: readonly number[]) => values.at(-1) ?? Number.NaN;

interface Sampling {
  readonly from: number;
  readonly to: number;
  readonly interval: number;
  readonly inTime: (values: readonly number[]) => number;
  readonly inSpace: (values: readonly number[]) => number;
}

function pointsOf(
  members: readonly StoredSeries[],
  { from, to, interval, inTime, inSpace }: Sampling,
): [number, number][] {
  const points: [number, number][] = [];
  for (let start = Math.floor(from / interval) * interval; start < to; start += interval) {
    const rolledUp = members.flatMap((one) => {
      const values = Array.from({ length: interval }, (_, at) => one.values[start + at - one.from] ?? Number.NaN);
      const known = values.filter((value) => !Number.isNaN(value));
      return known.length === 0 ? [] : [inTime(known)];
    });
    if (rolledUp.length > 0) points.push([start * 60_000, inSpace(rolledUp)]);
  }
  return points;
}
