import { invalidParameter } from '../errors.ts';
import { objects, text } from './members.ts';
import type { RawInput } from './members.ts';

const mostTags = 50;

/** Reads the Tags member. Throws AwsError for tags without a key and for too many. */
export function readTags(raw: RawInput): Readonly<Record<string, string>> {
  const tags = objects(raw, 'Tags') ?? [];
  if (tags.length > mostTags) throw invalidParameter('Too Many Tags');
  return Object.fromEntries(
    tags.map((tag) => {
      const key = text(tag, 'Key');
      if (key === undefined || key === '') throw invalidParameter('Tag keys must not be empty');
      return [key, text(tag, 'Value') ?? ''];
    }),
  );
}
