import type { LiveMessage, LiveNews } from '../../contracts/live';

const inIso = (moment: number) => new Date(moment).toISOString();

/** What pages are told of something that has happened to a thing. */
export function messageOf(news: LiveNews, room: string | undefined): LiveMessage {
  const { thing, traceId } = news;
  const about = { thing, ...(room !== undefined && { room }), at: inIso(news.at), traceId };
  if (news.kind === 'shadow') {
    const { kind, version, before, after } = news;
    return { kind, ...about, version, before: before ?? {}, after: after ?? {} };
  }
  const { kind, command, power, state, expiresAt } = news;
  return { kind, ...about, command, power, state, expiresAt: inIso(expiresAt) };
}
