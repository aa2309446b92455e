import { invalidParameter } from '../errors.ts';
import { list, objects, text } from './members.ts';
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

/** Reads the TagKeys member. */
export function readTagKeys(raw: RawInput): readonly string[] {
  return (list(raw, 'TagKeys') ?? []).map(String);
}

/** Tags as answers show them. */
export function describeTags(
  tags: Readonly<Record<string, string>>,
): readonly Readonly<Record<string, string>>[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
