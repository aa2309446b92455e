import { validation } from '../errors.ts';

/** Collects violated constraints of a request, which DynamoDB reports together. */
export class Constraints {
  readonly #violations: string[] = [];

  /** `at` as DynamoDB spells the member: `keySchema.1.member.keyType`. */
  add(at: string, value: unknown, rule: string): void {
    const shown = value === undefined || value === null ? 'null' : `'${describe(value)}'`;
    this.#violations.push(`Value ${shown} at '${at}' failed to satisfy constraint: ${rule}`);
  }

  required(at: string, value: unknown): void {
    if (value === undefined || value === null) this.add(at, value, 'Member must not be null');
  }

  oneOf(at: string, value: unknown, allowed: readonly string[]): void {
    if (value === undefined || value === null || allowed.includes(String(value))) return;
    this.add(at, value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  }

  atLeast(at: string, value: number | undefined, least: number): void {
    if (value !== undefined && value < least) {
      this.add(at, value, `Member must have value greater than or equal to ${String(least)}`);
    }
  }

  atMost(at: string, value: number | undefined, most: number): void {
    if (value !== undefined && value > most) {
      this.add(at, value, `Member must have value less than or equal to ${String(most)}`);
    }
  }

  /** Length of text or of a list. */
  length(at: string, value: string | readonly unknown[] | undefined, range: readonly [number, number]): void {
    if (value === undefined) return;
    const [least, most] = range;
    if (value.length < least) {
      this.add(at, value, `Member must have length greater than or equal to ${String(least)}`);
    }
    if (value.length > most) {
      this.add(at, value, `Member must have length less than or equal to ${String(most)}`);
    }
  }

  pattern(at: string, value: string | undefined, pattern: string): void {
    if (value === undefined || new RegExp(`^(?:${pattern})$`).test(value)) return;
    this.add(at, value, `Member must satisfy regular expression pattern: ${pattern}`);
  }

  /** Throws all violations as one ValidationException. */
  check(): void {
    const count = this.#violations.length;
    if (count === 0) return;
    throw validation(
      `${String(count)} validation error${count > 1 ? 's' : ''} detected: ${this.#violations.join('; ')}`,
    );
  }
}

/** A value as DynamoDB prints it in its refusals: like Java's toString of it. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, inner]) => `${name}=${describe(inner)}`);
  return `{${members.join(', ')}}`;
}
