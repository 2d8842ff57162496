import { type Drawn, type DrawnWay, layoutOf } from './layout';
import { looks } from './looks';
import type { ArchitectureMap, Kind } from './map';

interface About {
  readonly title: string;
  /** What is drawn as its own; all else is what it borders on. */
  readonly slice: string | undefined;
}

/** The map as a picture that stands for itself: its colours and fonts are in it. */
export function svgOf(map: ArchitectureMap, { title, slice }: About): string {
  const drawn = layoutOf(map);
  const kinds = new Map(map.places.map(({ id, kind }) => [id, kind]));
  const kindOf = (id: string): Kind => kinds.get(id) ?? 'outside';
  const top = 46;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${drawn.width}" height="${drawn.height + top}" viewBox="0 0 ${drawn.width} ${drawn.height + top}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif">`,
    `<title>${escaped(title)}</title>`,
    style,
    markers,
    `<rect width="100%" height="100%" rx="10" fill="#f8fafc"/>`,
    `<text x="20" y="30" class="title">${escaped(title)}</text>`,
    `<g transform="translate(0 ${top - 12})">`,
    ...drawn.ways.map((drawnWay) => wayOf(drawnWay, kindOf(drawnWay.way.from))),
    ...drawn.places.map((place) => placeOf(place, slice)),
    ...drawn.ways.map(labelOf),
    '</g>',
    '</svg>',
    '',
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

const style = `<style>
.title{font-size:16px;font-weight:600;fill:#0f172a}
.name{font-size:13px;fill:#0f172a}
.caption{font-size:10px;fill:#64748b;letter-spacing:.04em}
.label{font-size:10.5px;fill:#334155;paint-order:stroke;stroke:#f8fafc;stroke-width:4px;stroke-linejoin:round}
.badge{font-size:10px;font-weight:600;fill:#fff}
${Object.entries(looks)
  .map(([kind, { colour }]) => `.of-${kind}{stroke:${colour}}`)
  .join('')}
.failure{stroke:#94a3b8;stroke-dasharray:5 4}.watch{stroke:#a78bda;stroke-dasharray:1.5 4;stroke-linecap:round}
path.way{fill:none;stroke-width:1.4;stroke-opacity:.75}
</style>`;

const markerOf = (id: string, colour: string) =>
  `<marker id="${id}" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 .8 8 4 0 7.2z" fill="${colour}"/></marker>`;

const colours = Object.entries(looks).map(([kind, { colour }]) => ({ id: `of-${kind}`, colour }));
const arrowheads = [...colours, { id: 'failure', colour: '#94a3b8' }, { id: 'watch', colour: '#a78bda' }];
const markers = `<defs>${arrowheads.map(({ id, colour }) => markerOf(id, colour)).join('')}</defs>`;

const at = (value: number) => String(Math.round(value * 10) / 10);

function placeOf({ place, x, y, width, height }: Drawn, slice: string | undefined): string {
  const { caption, colour } = looks[place.kind];
  const isRound = place.kind === 'outside' || place.kind === 'monitors';
  const isForeign = slice !== undefined && place.slice !== undefined && place.slice !== slice;
  const [left, top, round] = [x - width / 2, y - height / 2, isRound ? height / 2 : 7];
  return [
    `<g${isForeign ? ' opacity=".62"' : ''}>`,
    `<rect x="${at(left)}" y="${at(top)}" width="${width}" height="${height}" rx="${round}" fill="${place.kind === 'outside' ? '#e2e8f0' : '#fff'}" stroke="${colour}" stroke-width="${isForeign ? 1 : 1.5}"${isForeign ? ' stroke-dasharray="4 3"' : ''}/>`,
    ...(isRound
      ? []
      : [`<rect x="${at(left)}" y="${at(top + 7)}" width="4" height="${height - 14}" rx="2" fill="${colour}"/>`]),
    ...(caption === ''
      ? [textAt({ x, y: y + 4.5 }, 'name', place.label)]
      : [textAt({ x, y: y - 5 }, 'caption', caption), textAt({ x, y: y + 12 }, 'name', place.label)]),
    ...(slice === undefined ? badgeOf({ place, x: left + width - 2, y: top + 2 }) : []),
    '</g>',
  ].join('');
}

/** How many monitors look at it. */
function badgeOf({ place, x, y }: Pick<Drawn, 'place' | 'x' | 'y'>): readonly string[] {
  const count = place.monitors.length;
  if (count === 0 || place.kind === 'monitors') return [];
  const said = `<title>${escaped(place.monitors.join(', '))}</title>`;
  return [
    `<g>${said}<circle cx="${at(x)}" cy="${at(y)}" r="8" fill="${looks.monitors.colour}"/>${textAt({ x, y: y + 3.5 }, 'badge', String(count))}</g>`,
  ];
}

const textAt = ({ x, y }: { readonly x: number; readonly y: number }, kind: string, text: string) =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="middle" class="${kind}">${escaped(text)}</text>`;

function wayOf({ way, points }: DrawnWay, begins: Kind): string {
  const ends = [...(way.flow === 'back' ? [] : ['end']), ...(way.flow === 'there' ? [] : ['start'])];
  // data has the colour of who begins, so that the eye can follow it through a crowd
  const look = way.what === 'data' ? `of-${begins}` : way.what;
  const arrows = ends.map((end) => ` marker-${end}="url(#${look})"`).join('');
  return `<path class="way ${look}" d="${curveThrough(points)}"${arrows}/>`;
}

/** Straight from one middle to the next, with round corners: each point bends the line towards itself. */
function curveThrough(points: DrawnWay['points']): string {
  const [first, ...others] = points;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return '';
  const bends = others.slice(0, -1).map((point, index) => {
    const next = others[index + 1] ?? last;
    const isLast = index === others.length - 2;
    const end = isLast ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point.x)} ${at(point.y)} ${at(end.x)} ${at(end.y)}`;
  });
  const rest = bends.length === 0 ? [`L${at(last.x)} ${at(last.y)}`] : bends;
  return `M${at(first.x)} ${at(first.y)}${rest.join('')}`;
}

function labelOf({ way, label }: DrawnWay): string | undefined {
  return label && way.label !== undefined ? textAt({ x: label.x, y: label.y + 3.5 }, 'label', way.label) : undefined;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
