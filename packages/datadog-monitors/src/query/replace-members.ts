import { memberPattern } from './parse-composite';

/** Returns the query of a composite with every member replaced. */
export const replaceMembers = (query: string, replace: (id: string) => string): string =>
  query.replace(new RegExp(memberPattern, 'g'), replace);
