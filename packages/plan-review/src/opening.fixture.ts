import { markdown } from './note/markdown';
import type { Review } from './review';
import { lightOf } from './verdict';

/** Renders the first line of a note and the summary in one line. */
export const openingIn = ({ verdict, headline, summary }: Review): string =>
  [`### ${lightOf[verdict]} ${markdown(headline)}`, ...(summary.length > 0 ? [markdown(summary)] : [])].join(' ');
