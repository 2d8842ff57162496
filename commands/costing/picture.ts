import { sumsBy } from '@himeshima/serverless-cost';
import { about, dollars, percent, whole } from './amounts';
import type { Estimate } from './estimate';
import { kneeInWords } from './knee-in-words';

const size = { width: 960, left: 250, right: 150, row: 22, curve: 220 } as const;
const inner = size.width - size.left - size.right;
const colours = {
  service: '#2a6fb0',
  slice: '#3fa45b',
  curve: '#2a6fb0',
  declared: '#d99a1c',
  quota: '#d6453d',
} as const;

/** The estimate as a picture: bars by service and slice, the curve of growth with its knees, and what would save most. */
export function pictureOf(estimate: Estimate): string {
  const { bill, environment, devices, rate, prices } = estimate;
  const parts = stacked(76, [
    barsOf('by service', sumsBy(bill.lines, 'service'), colours.service, bill.total),
    barsOf('by slice', sumsBy(bill.lines, 'slice'), colours.slice, bill.total),
    curveOf(estimate),
    kneesOf(estimate),
    savingsOf(estimate),
    unknownsOf(estimate),
  ]);
  const title = `himeshima ${environment}: ${whole(devices)} devices that measure ${rate}, ${prices.region}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${parts.height}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${size.width}" height="${parts.height}" fill="#fff"/>`,
    text(20, 28, title, 'font-size="16"'),
    text(
      20,
      50,
      `${dollars(bill.total)} USD a month, ${(bill.total / devices).toFixed(4)} a device. Prices of ${prices.date}, without free tiers, data transfer and taxes.`,
      'fill="#777"',
    ),
    ...parts.drawn,
    '</svg>\n',
  ].join('\n');
}

interface Part {
  readonly height: number;
  /** Drawn from the top of its own. */
  readonly drawn: readonly string[];
}

/** Each below the one before. */
function stacked(top: number, parts: readonly Part[]): Part {
  let y = top;
  const drawn = parts.map((part) => {
    const group = `<g transform="translate(0 ${y})">${part.drawn.join('')}</g>`;
    y += part.height;
    return group;
  });
  return { height: y + 10, drawn };
}

const heading = (words: string) => text(20, 14, words, 'font-size="13" font-weight="bold"');

type Sums = readonly { readonly key: string; readonly monthly: number }[];

function barsOf(title: string, sums: Sums, colour: string, total: number): Part {
  const most = Math.max(...sums.map(({ monthly }) => monthly), 1e-9);
  const rows = sums.flatMap(({ key, monthly }, at) => {
    const y = 24 + at * size.row;
    const width = Math.max(1, round((inner * monthly) / most));
    return [
      text(size.left - 8, y + 13, key, 'text-anchor="end"'),
      `<rect x="${size.left}" y="${y + 2}" width="${width}" height="${size.row - 6}" fill="${colour}"/>`,
      text(size.left + width + 6, y + 13, `${dollars(monthly)} (${percent(total === 0 ? 0 : monthly / total)})`),
    ];
  });
  return { height: 40 + sums.length * size.row, drawn: [heading(title), ...rows] };
}

/** Both axes by factors of ten: a straight line grows as the fleet does. */
function curveOf({ growth, devices: asked, bill }: Estimate): Part {
  const points = growth.points.filter(({ total }) => total > 0);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return { height: 0, drawn: [] };
  const low = Math.floor(Math.log10(first.total));
  const high = Math.ceil(Math.log10(last.total) + 1e-9);
  const [from, to] = [Math.log10(first.devices), Math.log10(last.devices)];
  const x = (devices: number) => round(size.left + (inner * (Math.log10(devices) - from)) / (to - from));
  const y = (total: number) => round(30 + size.curve * (1 - (Math.log10(total) - low) / (high - low)));
  const path = points.map(({ devices, total }, at) => `${at === 0 ? 'M' : 'L'}${x(devices)} ${y(total)}`).join('');
  const tens = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  const isWithin = asked >= first.devices && asked <= last.devices && bill.total > 0;
  const knees = growth.knees.filter(({ devices }) => devices >= first.devices);
  return {
    height: size.curve + 74,
    drawn: [
      heading('as the fleet grows (USD a month by devices; both by tens)'),
      ...tens.map(
        (total) =>
          `<line x1="${size.left}" x2="${size.left + inner}" y1="${y(total)}" y2="${y(total)}" stroke="#ddd"/>${text(size.left - 8, y(total) + 4, whole(total), 'text-anchor="end"')}`,
      ),
      ...points
        .filter(({ devices }) => Number.isInteger(Math.log10(devices)))
        .map(({ devices }) => text(x(devices), 30 + size.curve + 18, whole(devices), 'text-anchor="middle"')),
      ...knees.map(
        ({ devices, by, says }) =>
          `<line x1="${x(devices)}" x2="${x(devices)}" y1="30" y2="${30 + size.curve}" stroke="${colours[by]}" stroke-dasharray="3 4"><title>${escaped(`${whole(devices)}: ${says}`)}</title></line>`,
      ),
      `<path d="${path}" fill="none" stroke="${colours.curve}" stroke-width="2"/>`,
      ...points.map(
        ({ devices, total }) =>
          `<circle cx="${x(devices)}" cy="${y(total)}" r="3" fill="${colours.curve}"><title>${whole(devices)}: ${dollars(total)}</title></circle>`,
      ),
      ...(isWithin
        ? [`<circle cx="${x(asked)}" cy="${y(bill.total)}" r="6" fill="none" stroke="#333" stroke-width="2"/>`]
        : []),
    ],
  };
}

/** Their texts are long. */
const kneesLeft = 110;

function kneesOf({ growth }: Estimate): Part {
  const lines = growth.knees.map(({ devices, says, by, needed }, at) => {
    const y = 34 + at * 18;
    const mark = `<rect x="${kneesLeft - 8}" y="${y - 9}" width="4" height="12" fill="${colours[by]}"/>`;
    return `${text(kneesLeft - 14, y, about(devices), 'text-anchor="end"')}${mark}${text(kneesLeft + 4, y, kneeInWords({ says, by, needed }))}`;
  });
  if (lines.length === 0) return { height: 0, drawn: [] };
  const title = 'enough up to so many devices (yellow: to declare, red: to ask AWS for)';
  return { height: 48 + lines.length * 18, drawn: [heading(title), ...lines] };
}

function savingsOf({ savings }: Estimate): Part {
  const lines = savings.flatMap(({ name, but, saved, share }, at) => {
    const y = 34 + at * 36;
    const amount = text(size.left - 14, y, `−${percent(share)}  −${dollars(saved)}`, 'text-anchor="end"');
    return [amount, text(size.left + 4, y, name), text(size.left + 4, y + 15, but, 'fill="#777"')];
  });
  return { height: 48 + savings.length * 36, drawn: [heading('what would save most, each by itself'), ...lines] };
}

function unknownsOf({ bill }: Estimate): Part {
  const lines = bill.unknowns.map(({ service, resource, what }, at) =>
    text(size.left + 4, 34 + at * 18, `${service} ${resource}, ${what}`),
  );
  if (lines.length === 0) return { height: 0, drawn: [] };
  return { height: 44 + lines.length * 18, drawn: [heading('price unknown, and in no sum'), ...lines] };
}

const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x}" y="${y}"${more === '' ? '' : ` ${more}`}>${escaped(words)}</text>`;

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const round = (value: number) => Number(value.toFixed(1));
