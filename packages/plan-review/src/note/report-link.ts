/** Appends a link to the full report to a note. Returns the note unchanged if there is no report. */
export const withReportLink = (note: string, report: string | undefined): string =>
  report === undefined ? note : `${note.trimEnd()}\n\n[Full report](${report})\n`;

/** Removes the link to the full report from a note, because it differs in every pipeline. */
export const withoutReportLink = (note: string): string =>
  note.replace(/\n\n\[Full report\]\(https?:\/\/[^\s)]+\)/, '');

/** Maximum length of the URL of a report in characters. A longer one would take the place of the note. */
const longest = 2_000;

/** Returns a URL that may be part of a link in Markdown. @throws Error if the text is not a URL with HTTP or HTTPS, or too long */
export function reportUrl(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text))
    throw new Error(`invalid --report "${text}": expected a URL such as https://example.com/plan-review.html`);
  if (text.length > longest)
    throw new Error(`invalid --report: the URL has ${text.length} characters, at most ${longest} are possible`);
  return new URL(text).href.replaceAll('(', '%28').replaceAll(')', '%29');
}
