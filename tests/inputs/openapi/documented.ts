import type { ApiAnswer } from '../api-sender.ts';
import { fieldsOf } from '../api-sender.ts';
import { operation } from './api-document.ts';
import { answerJudge } from './document-judge.ts';
import type { Judge } from './document-judge.ts';

const judges = new Map<string, Judge>();

/** What an answer has that the document does not say of its operation, or lacks that it does. */
export function undocumented(operationId: string, { status, headers, text }: ApiAnswer): readonly string[] {
  const documented = operation(operationId).responses[String(status)];
  if (documented === undefined) return [`${operationId} does not document ${String(status)}`];
  const name = `${operationId} ${String(status)}`;
  const judge = judges.get(name) ?? answerJudge(documented.content['application/json'].schema);
  judges.set(name, judge);
  const missing = Object.keys(documented.headers ?? {}).filter(
    (header) => header !== 'Idempotent-Replayed' && headers[header.toLowerCase()] === undefined,
  );
  return [
    ...judge(fieldsOf(text)).map((fault) => `${name}: ${fault}`),
    ...missing.map((header) => `${name}: the header ${header} is missing`),
  ];
}
