import type { Document } from './document.ts';

/** What became of a state: it waits for something, or it ended with a result (errors are thrown as StateError). */
export type Verdict =
  | 'blocked'
  | {
      readonly result: Document;
      /** Where a Choice state goes; other states go where their definition says. */
      readonly next?: string;
    };
