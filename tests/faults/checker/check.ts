import { checkAnswers, checkLogs } from './check-answers.ts';
import { checkKeys } from './check-keys.ts';
import { checkMoney } from './check-money.ts';
import { checkNotices } from './check-notices.ts';
import { checkAccounted, checkDurable, checkEnds, checkMonotone, checkReads } from './check-orders.ts';
import { checkStock } from './check-stock.ts';
import type { Evidence, Violation } from './evidence.ts';

const checks = [
  checkDurable,
  checkEnds,
  checkMonotone,
  checkMoney,
  checkStock,
  checkNotices,
  checkKeys,
  checkAccounted,
  checkAnswers,
  checkLogs,
  checkReads,
];

/** Every promise that the evidence contradicts (I1 to I10, I12, I14). */
export const check = (evidence: Evidence): readonly Violation[] => checks.flatMap((each) => each(evidence));
