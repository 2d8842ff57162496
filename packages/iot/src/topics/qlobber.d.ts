declare module 'qlobber' {
  /** Index of values by topic filter. */
  export class Qlobber<Value> {
    constructor(options: {
      separator: string;
      wildcard_one: string;
      wildcard_some: string;
      match_empty_levels: boolean;
      max_words: number;
    });
    add(filter: string, value: Value): this;
    match(topic: string): Value[];
    remove(filter: string, value: Value): this;
  }
}
