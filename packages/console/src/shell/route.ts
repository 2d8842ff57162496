/** View of the console. */
export const viewNames = ['map', 'traces', 'devices', 'mqtt', 'monitors'] as const;
export type ViewName = (typeof viewNames)[number];

/** Place in the console, which the hash of the address contains. */
export interface Route {
  readonly view: ViewName;
  /** ID of a trace or monitor, or name of a device. */
  readonly item?: string | undefined;
  /** Filters and other settings of the view. */
  readonly query?: Readonly<Record<string, string | undefined>>;
}

const isView = (text: string | undefined): text is ViewName => viewNames.some((name) => name === text);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Returns the place that a hash such as `#/traces/12?thing=light-1` refers to; the map if the hash is invalid. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const [view, ...rest] = path.split('/');
  if (!isView(view)) return { view: 'map', query: {} };
  const item = decode(rest.join('/'));
  return {
    view,
    ...(item !== '' && { item }),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** Returns the hash of a place. */
export function hashOf({ view, item, query = {} }: Route): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, value]],
  );
  const text = new URLSearchParams(given).toString();
  const path = item === undefined ? view : `${view}/${encodeURIComponent(item)}`;
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}
