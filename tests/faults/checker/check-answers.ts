import type { ClientAnswer, Evidence, Violation } from './evidence.ts';

/** I10: no 5xx but a 503, and that only where the system was troubled. */
export function checkAnswers({ requests, reads, trouble }: Evidence): Violation[] {
  const answers: (ClientAnswer | undefined)[] = [
    ...requests.flatMap((request) => request.answers),
    ...reads.values(),
  ];
  const bad = answers.filter((answer) => {
    if (answer === undefined || answer.status < 500) return false;
    return answer.status !== 503 || !trouble.hasFaults;
  });
  return bad.map((answer) => ({
    invariant: 'I10',
    message: `a client was answered ${String(answer?.status)} ${answer?.body ?? ''}`,
  }));
}

/** I12: nothing that is nobody's business stands in a log, and every line of a function is one record. */
export function checkLogs({ logs }: Evidence): Violation[] {
  return (logs?.canaries ?? [])
    .filter((canary) => logs?.text.includes(canary))
    .map((canary) => ({ invariant: 'I12', message: `the logs say ${canary}` }));
}
